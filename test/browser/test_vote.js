/*
 * test_vote.js -- the roll call that admits two members, in Chromium: the chair in Korean, a
 * delegate in Japanese by touch, one in Mongolian by keyboard alone, the result in six languages.
 */
import * as near from './near.js'

const site = await near.serve()
const chromium = await near.browser()
const item = '/meetings/ga-10/items/1'
const people = {}
let vote

/* A person's own browser, on the device that they use. */
async function person(name, language, options) {
	const context = await chromium.newContext(options)
	const page = await context.newPage()
	await near.sign_in(page, site, name, language)
	people[name] = page
	return page
}

async function submit(page, button) {
	await Promise.all([page.waitForNavigation(), page.click(button)])
}

/* The sentence that tells that a vote was received, which a screen reader speaks. */
async function receipt(page) {
	return (await page.textContent('[role=status]')).trim()
}

/* Tab until the element has the focus, as somebody does who has no mouse. */
async function tab_to(page, selector) {
	for (let i = 0; i < 60; i++) {
		await page.keyboard.press('Tab')
		if (await page.evaluate(s => document.activeElement?.matches(s), selector)) {
			const ring = await page.evaluate(() =>
				parseFloat(getComputedStyle(document.activeElement).outlineWidth))
			near.check(ring >= 2, `the focus on ${selector} is not seen`)
			return
		}
	}
	throw new Error(`no Tab leads to ${selector}`)
}

async function enter(page) {
	await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
}

async function members() {
	let n = 0
	for (let next = '/api/v1/governments?kind=member'; next;) {
		const got = await (await fetch(site.url + next)).json()
		n += got.items.length
		next = got.next
	}
	return n
}

async function votes_by_api(name, choice) {
	const cookie = await near.session(site, name)
	const me = await fetch(`${site.url}/api/v1/me`, { headers: { cookie } })
	const { csrf } = await me.json()
	const got = await fetch(`${site.url}/api/v1/questions/${vote}/votes`, {
		method: 'POST',
		headers: { cookie, 'x-csrf-token': csrf, 'content-type': 'application/json' },
		body: JSON.stringify({ choice }),
	})
	near.check(got.status === 200, `${name}: ${got.status} ${await got.text()}`)
}

await near.run([
	['there are 71 members before', async () =>
		near.check(await members() === 71, await members())],

	['the chair opens the session and the roll call, in Korean', async () => {
		const page = await person('chair', 'ko')
		await page.goto(`${site.url}/ko/meetings/ga-10`)
		await near.accessible(page, 'session, convened')
		if (await page.$('form[action$="/ga-10/open"]'))
			await submit(page, 'form[action$="/ga-10/open"] button')
		await page.goto(`${site.url}/ko${item}`)
		await near.accessible(page, 'item, before the roll call')
		await submit(page, 'form[action$="/items/1/open"] button')
		await near.accessible(page, 'item, roll call open')
	}],

	['a delegate votes in Japanese with a finger on a phone', async () => {
		const page = await person('toyama', 'ja',
			{ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })
		await page.goto(`${site.url}/ja/now`)
		await near.accessible(page, 'what is asked of a delegate')
		if (!await page.$('form.ballot'))
			await submit(page, 'main a[href^="/ja/votes/"]')
		await near.accessible(page, 'ballot, before the vote')
		vote = page.url().match(/\/votes\/(\d+)/)?.[1] ??
			(await page.getAttribute('form.ballot', 'action')).match(/\d+/)[0]
		const [box] = await page.$$eval('form.ballot button', all =>
			all.map(b => b.getBoundingClientRect().height))
		near.check(box >= 44, `a button of ${box}px is too small for a finger`)
		await Promise.all([page.waitForNavigation(), page.tap('.ballot-no')])
		near.check((await receipt(page)).includes('反対'), await receipt(page))
		await near.accessible(page, 'ballot, vote received')
	}],

	['and changes the vote', async () => {
		const page = people.toyama
		await Promise.all([page.waitForNavigation(), page.tap('.ballot-yes')])
		near.check((await receipt(page)).includes('賛成'), await receipt(page))
	}],

	['a delegate votes in Mongolian by keyboard alone', async () => {
		const name = ['ulaanbaatar', 'tuv', 'tov', 'selenge'].find(n => site.account(n)) ??
			'selenge'
		const { password } = site.account(name)
		const page = await (await chromium.newContext()).newPage()
		await page.goto(`${site.url}/mn/sign-in`)
		await tab_to(page, 'input[name=name]')
		await page.keyboard.type(name)
		await tab_to(page, 'input[name=password]')
		await page.keyboard.type(password)
		await enter(page)
		await page.goto(`${site.url}/mn/now`)
		if (!await page.$('form.ballot')) {
			await tab_to(page, 'main a[href^="/mn/votes/"]')
			await enter(page)
		}
		await tab_to(page, '.ballot-abstain')
		await enter(page)
		near.check((await receipt(page)).length > 0, 'nothing tells that the vote came in')
		await page.keyboard.press('Tab')
		await tab_to(page, '.ballot-yes')
		await enter(page)
		await near.accessible(page, 'ballot, by keyboard')
		people.mongolian = name
	}],

	['nobody sees how anyone voted before the close', async () => {
		for (const language of near.languages) {
			const got = await fetch(`${site.url}/${language}/votes/${vote}`)
			const html = await got.text()
			near.check(got.status === 200 && !html.includes('/members/toyama'),
				`/${language}/votes/${vote} names a government`)
		}
	}],

	['the other delegates vote', async () => {
		for (const { role, name } of site.accounts)
			if (role === 'delegate' && name !== 'toyama' && name !== people.mongolian)
				await votes_by_api(name, 'yes')
	}],

	['the chair closes the vote and reads that it is adopted', async () => {
		const page = people.chair
		await page.goto(`${site.url}/ko/votes/${vote}/close`)
		await near.accessible(page, 'closing the vote')
		await submit(page, 'form[action$="/close"] button')
		await near.accessible(page, 'result')
	}],

	['there are 73 members after', async () =>
		near.check(await members() === 73, await members())],

	['the result is published in six languages, valid and accessible', async () => {
		const pages = new Map()
		const page = await (await chromium.newContext()).newPage()
		const { items } = await (await fetch(`${site.url}/api/v1/decisions`)).json()
		near.check(items.length === 1, 'one decision is registered')
		const places = [`/votes/${vote}`, `/decisions/${items[0].number}`, item]
		for (const path of near.languages.flatMap(l => places.map(p => `/${l}${p}`))) {
			const got = await fetch(site.url + path)
			near.check(got.status === 200, `${path}: ${got.status}`)
			pages.set(path, await got.text())
			await page.goto(site.url + path)
			await near.accessible(page, 'the result')
		}
		near.valid_html(pages)
	}],
], async () => {
	await chromium.close()
	await site.stop()
})
