/*
 * test_vote.js -- the roll call that admits two members, in Chromium.
 *
 * The chair works in English; delegates vote in Japanese on a phone, in Mongolian by keyboard
 * alone, and in Russian without JavaScript; the result is read in six languages.  Every page on the
 * way is judged by axe, light and dark, and fits a screen of 320 pixels.
 */
import * as near from './near.js'

const LIMIT_MS = 30_000
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const site = await near.serve()
const chromium = await near.browser()
const session = '/meetings/ga-10', item = `${session}/items/1`
const people = {}
let vote

async function device(options) {
	const context = await chromium.newContext(options)
	context.setDefaultTimeout(LIMIT_MS)
	return context.newPage()
}

/* A person's own browser, on the device that they use. */
async function person(name, language, options) {
	const page = await device(options)
	await near.sign_in(page, site, name, language)
	people[name] = page
	return page
}

/* The page as it stands, light and dark, and on the narrowest screen. */
async function judge(page, what) {
	for (const colorScheme of ['light', 'dark']) {
		await page.emulateMedia({ colorScheme })
		await near.accessible(page, `${what}, ${colorScheme}`)
	}
	const size = page.viewportSize()
	await page.setViewportSize({ width: 320, height: size.height })
	await near.fits(page)
	await page.setViewportSize(size)
}

async function submit(page, button) {
	await Promise.all([page.waitForNavigation(), page.click(button)])
}

async function tap(page, button) {
	await Promise.all([page.waitForNavigation(), page.tap(button)])
}

/* What tells that a vote was received, and that a screen reader speaks, names the choice. */
async function received(page, choice, word) {
	const told = await page.textContent('[role=status]')
	near.check(told.toLowerCase().includes(word), `the receipt says: ${told}`)
	const pressed = await page.$$eval('.ballot [aria-pressed=true]', all =>
		all.map(button => button.value))
	near.check(pressed.join() === choice, `chosen is: ${pressed}`)
}

/* --- by keyboard ----------------------------------------------------------------------------- */

/* The ring that shows where the focus is; whether that is on the screen, and where it should be. */
function focus(selector) {
	const { activeElement } = document
	const style = getComputedStyle(activeElement), box = activeElement.getBoundingClientRect()
	return {
		ring: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
		is_in_view: box.top < innerHeight && box.bottom > 0,
		is_page: activeElement === document.body,
		is_there: activeElement.matches(selector),
	}
}

/* Tab until the element has the focus, which is seen all the way. */
async function tab_to(page, selector) {
	const many = 60
	for (let i = 0; i < many; i++) {
		await page.keyboard.press('Tab')
		const { ring, is_in_view, is_page, is_there } = await page.evaluate(focus, selector)
		near.check(is_page || ring >= 3 && is_in_view,
			`focus ${i} on the way to ${selector} is not seen`)
		if (is_there)
			return
	}
	throw new Error(`no Tab leads to ${selector}`)
}

async function enter(page) {
	await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
}

async function go(page, selector) {
	await tab_to(page, selector)
	await enter(page)
}

async function type(page, selector, text) {
	await tab_to(page, selector)
	await page.keyboard.type(text)
}

/* --- by API ---------------------------------------------------------------------------------- */

async function ask(path) {
	const got = await fetch(site.url + path)
	near.check(got.status === 200, `${path}: ${got.status}`)
	return got
}

async function members(country) {
	const query = country ? `&country=${country}` : ''
	const { items, next } = await (await ask(`/api/v1/governments?kind=member${query}`)).json()
	near.check(next === null, 'one answer holds them all')
	return items.length
}

async function there_are(all, china, russia) {
	const found = [await members(), await members('CN'), await members('RU')]
	near.check(found.join() === [all, china, russia].join(), `there are ${found}`)
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

/* --- the tests ------------------------------------------------------------------------------- */

await near.run([
	['there are 71 members before, 6 of them in China and 15 in Russia', () =>
		there_are(71, 6, 15)],

	['the chair opens the session and the roll call, in English', async () => {
		const page = await person('chair', 'en')
		await judge(page, 'own account')
		await page.goto(`${site.url}/en${session}`)
		await judge(page, 'session, convened')
		await submit(page, `form[action="/en${session}/open"] button`)
		await judge(page, 'session, sitting')
		await submit(page, `a[href="/en${item}"]`)
		await judge(page, 'item, before the roll call')
		await submit(page, `form[action="/en${item}/open"] button`)
		await judge(page, 'item, roll call open')
		const link = await page.getAttribute('main a[href$="/close"]', 'href')
		vote = link.match(/\/votes\/(\d+)/)[1]
	}],

	['a delegate votes in Japanese on a phone and sees the receipt', async () => {
		const page = await person('toyama', 'ja', PHONE)
		await page.goto(`${site.url}/ja/now`)
		near.check(new URL(page.url()).pathname === `/ja/votes/${vote}`,
			`the one question is not at hand: ${page.url()}`)
		await judge(page, 'ballot, before the vote')
		const heights = await page.$$eval('.ballot button', all =>
			all.map(b => b.getBoundingClientRect().height))
		near.check(heights.length === 3 && Math.min(...heights) >= 44,
			`buttons of ${heights}px are too small for a finger`)
		await tap(page, '.ballot-yes')
		await received(page, 'yes', '賛成')
		await judge(page, 'ballot, vote received')
	}],

	['a delegate votes in Mongolian by keyboard alone, and changes the vote', async () => {
		const page = await device({ reducedMotion: 'reduce' })
		await page.goto(`${site.url}/mn/`)
		await go(page, 'a[href="/mn/sign-in"]')
		await judge(page, 'sign in')
		await type(page, 'input[name=name]', 'dornod')
		await type(page, 'input[name=password]', site.account('dornod').password)
		await enter(page)
		await judge(page, 'own account')
		await go(page, 'main a[href="/mn/now"]')
		await judge(page, 'ballot, before the vote')
		await go(page, '.ballot-abstain')
		await received(page, 'abstain', 'түдгэлзсэн')
		await go(page, '.ballot-yes')
		await received(page, 'yes', 'зөвшөөрсөн')
		await judge(page, 'ballot, vote changed')
	}],

	['a delegate votes without JavaScript', async () => {
		const page = await person('irkutsk', 'ru', { javaScriptEnabled: false })
		await page.goto(`${site.url}/ru/now`)
		await submit(page, '.ballot-yes')
		await received(page, 'yes', 'за')
	}],

	['programs vote for others', async () => {
		await votes_by_api('jeonnam', 'yes')
		await votes_by_api('hyogo', 'no')
		await votes_by_api('hubei', 'abstain')
	}],

	['nobody sees how anyone voted before the close', async () => {
		const page = await device()
		await page.goto(`${site.url}/en/votes/${vote}`)
		await judge(page, 'vote open, as the public sees it')
		const paths = near.languages.map(l => `/${l}/votes/${vote}`)
		for (const path of [...paths, `/api/v1/questions/${vote}`])
			near.check(!(await (await ask(path)).text()).includes('toyama'),
				`${path} names a government`)
	}],

	['the chair closes the vote after a second look', async () => {
		const page = people.chair
		await page.click('main a[href$="/close"]')
		await page.waitForURL(`**/en/votes/${vote}/close`)
		await judge(page, 'the second look')
		await submit(page, 'form[action$="/close"] button')
		await judge(page, 'item, decided')
		const tally = await page.$$eval('.tally b', all => all.map(b => b.textContent))
		near.check(await page.$('.outcome-yes') && tally.join() === '4,1,1,65',
			`the tally is ${tally}`)
	}],

	['there are 73 members after, 7 of them in China and 16 in Russia', () =>
		there_are(73, 7, 16)],

	['the decision is published in six languages, valid and accessible', async () => {
		const page = await device()
		const pages = new Map()
		const { items } = await (await ask('/api/v1/decisions')).json()
		near.check(items.length === 1, `${items.length} decisions are registered`)
		const decision = `/decisions/${items[0].number}`
		const all = (await (await ask('/api/v1/governments?kind=member')).json()).items
		const admitted = all.filter(g => ['jilin', 'khakassia'].includes(g.slug))
		for (const l of near.languages) {
			for (const path of ['/', '/decisions', decision, item, `/votes/${vote}`])
				pages.set(`/${l}${path}`, await (await ask(`/${l}${path}`)).text())
			const has = (path, text) =>
				near.check(pages.get(`/${l}${path}`).includes(text),
					`/${l}${path} lacks ${text}`)
			has('/', '<b>73</b>')
			has('/decisions', `href="/${l}${decision}"`)
			for (const { names } of admitted)
				has(decision, names[l])
			has(item, 'outcome-yes')
			has(`/votes/${vote}`, `href="/${l}/members/toyama"`)
			for (const path of [decision, `/votes/${vote}`]) {
				await page.goto(`${site.url}/${l}${path}`)
				await judge(page, 'the result')
			}
		}
		near.valid_html(pages)
	}],
], async () => {
	await chromium.close()
	await site.stop()
})
