/*
 * test_live.js -- pages that follow a vote by themselves, in Chromium.
 *
 * Two readers in two languages watch the roll call; one loses the network and comes back; a page is
 * fetched again under somebody who is typing; the vote is closed, and both see the result.
 */
import { connect, createServer } from 'node:net'
import * as near from './near.js'

/* Only against waiting for ever. */
const LIMIT_MS = 120_000
const site = await near.serve()
const chromium = await near.browser()
const session = '/meetings/ga-10', item = `${session}/items/1`
const delegates = site.accounts.filter(a => a.name !== 'chair' && a.role === 'delegate')
let vote, chair, mongolian, japanese, cast = 0

async function device() {
	const context = await chromium.newContext()
	context.setDefaultTimeout(LIMIT_MS)
	return context.newPage()
}

async function submit(page, button) {
	await Promise.all([page.waitForNavigation(), page.click(button)])
}

async function vote_by_api() {
	const { name } = delegates[cast++]
	const cookie = await near.session(site, name)
	const me = await fetch(`${site.url}/api/v1/me`, { headers: { cookie } })
	const { csrf } = await me.json()
	const got = await fetch(`${site.url}/api/v1/questions/${vote}/votes`, {
		method: 'POST',
		headers: { cookie, 'x-csrf-token': csrf, 'content-type': 'application/json' },
		body: JSON.stringify({ choice: 'yes' }),
	})
	near.check(got.status === 200, `${name}: ${got.status} ${await got.text()}`)
}

/* The network of one reader: all that they send goes through here, until it is cut. */
async function network() {
	const sockets = new Set()
	const pass = socket => {
		sockets.add(socket)
		socket.on('error', () => socket.destroy())
		socket.on('close', () => sockets.delete(socket))
	}
	const server = createServer(near_side => {
		const far_side = connect(Number(new URL(site.url).port), '127.0.0.1')
		pass(near_side)
		pass(far_side)
		near_side.pipe(far_side).pipe(near_side)
	})
	const listen = port => new Promise(up => server.listen(port, '127.0.0.1', up))
	await listen(0)
	const { port } = server.address()
	return {
		url: `http://127.0.0.1:${port}`,
		restore: () => listen(port),
		async cut() {
			const down = new Promise(closed => server.close(closed))
			sockets.forEach(socket => socket.destroy())
			await down
		},
	}
}

/* Until it is so.  (waitForFunction() needs what our CSP forbids.) */
async function until(page, is_so, wanted) {
	for (let left = LIMIT_MS / 10; !await page.evaluate(is_so, wanted); left--) {
		near.check(left > 0, `${is_so} of ${wanted}`)
		await page.waitForTimeout(10)
	}
}

const shows = (page, text) => until(page, wanted =>
	document.querySelector('.received')?.textContent.includes(wanted), text)

const lost = page => page.textContent('[data-lost]')
const says_lost = (page, is) => until(page, wanted =>
	wanted === (document.querySelector('[data-lost]').textContent !== ''), is)
const hall = await network()

await near.run([
	['the chair opens a roll call', async () => {
		chair = await device()
		await near.sign_in(chair, site, 'chair', 'en')
		await chair.goto(`${site.url}/en${session}`)
		await submit(chair, `form[action="/en${session}/open"] button`)
		await chair.goto(`${site.url}/en${item}`)
		await submit(chair, `form[action="/en${item}/open"] button`)
		vote = Number((await chair.content()).match(/\/en\/votes\/(\d+)/)[1])
	}],

	['pages in two languages follow the votes, and are not loaded again', async () => {
		mongolian = await device()
		japanese = await device()
		await mongolian.goto(`${site.url}/mn/votes/${vote}`)
		await japanese.goto(`${hall.url}/ja/votes/${vote}`)
		for (const page of [mongolian, japanese]) {
			await page.evaluate(() => { globalThis.is_the_same_page = true })
			near.check(!await page.isVisible('noscript a'), 'nobody need look again')
		}
		for (let i = 1; i <= 3; i++) {
			await vote_by_api()
			await Promise.all([shows(mongolian, `${i} / `), shows(japanese, `${i} / `)])
		}
		for (const page of [mongolian, japanese])
			near.check(await page.evaluate(() => globalThis.is_the_same_page),
				'the page was loaded again')
		near.check(await lost(japanese) === '', 'nothing is lost')
	}],

	['a page that has lost the network says since when, in its language', async () => {
		await hall.cut()
		await says_lost(japanese, true)
		const told = await lost(japanese)
		near.check(/\d+:\d\d:\d\d/.test(told) && !told.includes('{'), told)
		await near.accessible(japanese, 'without a network')
		await vote_by_api()
		await shows(mongolian, '4 / ')
		near.check((await japanese.textContent('.received')).includes('3 / '),
			'it still shows what it knew')
	}],

	['it catches up when it returns', async () => {
		await hall.restore()
		await shows(japanese, '4 / ')
		await says_lost(japanese, false)
	}],

	['what the browser says of the network is heard at once', async () => {
		await japanese.context().setOffline(true)
		await says_lost(japanese, true)
		await japanese.context().setOffline(false)
		await says_lost(japanese, false)
		await vote_by_api()
		await shows(japanese, '5 / ')
	}],

	['whoever types is not disturbed when their page is fetched again', async () => {
		const page = await device()
		const path = `/en/votes/${vote}/live`
		/* The sign-in page as it would be if it followed the vote. */
		await page.route(`${site.url}/en/sign-in`, async route => {
			const got = await route.fetch()
			const html = (await got.text()).replace('<main ',
				`<main data-live-refresh="${path}" `)
			await route.fulfill({ response: got, body: html.replace('</h1>',
				`</h1><details><summary>More</summary>${cast}</details>`) })
		})
		await page.goto(`${site.url}/en/sign-in`)
		await page.click('summary')
		await page.type('input[name=name]', 'toya')
		await vote_by_api()
		await until(page, n =>
			document.querySelector('details').textContent === `More${n}`, cast)
		near.check(await page.evaluate(() => document.activeElement.name) === 'name',
			'the focus stays')
		await page.keyboard.type('ma')
		near.check(await page.inputValue('input[name=name]') === 'toyama', 'text stays')
		near.check(await page.evaluate(() => document.querySelector('details').open),
			'what was opened stays open')
		await page.context().close()
	}],

	['the result comes by itself, in both languages', async () => {
		await chair.goto(`${site.url}/en/votes/${vote}/close`)
		await submit(chair, `form[action="/en/votes/${vote}/close"] button`)
		for (const page of [mongolian, japanese]) {
			await page.waitForSelector('.result .roll')
			near.check(await page.evaluate(() => globalThis.is_the_same_page),
				'the page was loaded again')
			await near.accessible(page, 'with the result')
		}
	}],
], async () => {
	await chromium.close()
	await hall.cut()
	await site.stop()
})
