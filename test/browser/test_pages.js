/*
 * test_pages.js -- every page that links lead to, in six languages: valid, accessible, whole.
 *
 * The Nu checker reads all of them, for the public and for each role; axe reads one of each kind of
 * page in each language, in Chromium, dark on a phone and light on a desk.
 */
import * as near from './near.js'

const site = await near.serve()
const chromium = await near.browser()
const public_pages = new Map()

/* "/ja/members/toyama" and "/ja/members/ulaanbaatar" are of one kind. */
function kind(path) {
	const [first, ...rest] = path.split('?')[0].split('/').slice(2)
	return first + '/*'.repeat(rest.length)
}

function one_of_each_kind(paths) {
	const kinds = new Map()
	for (const path of paths)
		if (!kinds.has(kind(path)))
			kinds.set(kind(path), path)
	return [...kinds.values()]
}

async function look(paths, language, cookie) {
	for (const [width, scheme] of [[320, 'dark'], [1280, 'light']]) {
		const context = await chromium.newContext({ colorScheme: scheme,
			viewport: { width, height: 800 } })
		if (cookie)
			await context.addCookies(cookie.split('; ').map(c =>
				({ name: c.split('=')[0], value: c.split('=')[1], url: site.url })))
		const page = await context.newPage()
		const faults = []
		page.on('console', m => m.type() === 'error' && faults.push(m.text()))
		page.on('pageerror', e => faults.push(String(e)))
		page.on('request', r => r.url().startsWith(site.url) || faults.push(`asks ${r.url()}`))
		for (const path of paths) {
			await page.goto(site.url + path)
			await near.accessible(page, `${width}px, ${scheme}`)
			const over = await page.evaluate(() =>
				document.documentElement.scrollWidth - innerWidth)
			near.check(over <= 0, `${path} is ${over}px wider than its screen of ${width}px`)
			const lang = await page.getAttribute('html', 'lang')
			near.check(lang === language, `${path} says lang=${lang}`)
		}
		near.check(faults.length === 0, faults.join('\n'))
		await context.close()
	}
}

function names_its_alternates(path, html) {
	const rest = path.slice(4).split('?')[0]
	for (const l of near.languages)
		near.check(html.includes(`hreflang="${l}" href="/${l}/${rest}`),
			`${path} names no page in ${l}`)
}

const tests = []
for (const l of near.languages) {
	tests.push([`every link of the public pages leads to a page: ${l}`, async () => {
		for (const [path, html] of await near.crawl(site, [`/${l}/`]))
			if (path.startsWith(`/${l}/`))
				public_pages.set(path, html)
		near.check(public_pages.size > 80, `only ${public_pages.size} pages`)
	}])
	tests.push([`every public page names its other languages: ${l}`, () => {
		for (const [path, html] of public_pages)
			if (path.startsWith(`/${l}/`))
				names_its_alternates(path, html)
	}])
	tests.push([`each kind of public page is accessible: ${l}`, () => {
		const mine = [...public_pages.keys()].filter(p => p.startsWith(`/${l}/`))
		return look(one_of_each_kind(mine), l)
	}])
}
tests.push(['every public page is valid HTML in six languages', () =>
	near.valid_html(public_pages)])
for (const name of ['chair', 'secretariat', 'auditor', 'operator', 'toyama'])
	tests.push([`what only ${name} sees is valid and accessible`, async () => {
		const cookie = await near.session(site, name)
		const from = ['/ja/', '/ja/account', '/ja/now', '/ja/meetings/ga-10']
		const pages = await near.crawl(site, from, cookie)
		for (const path of pages.keys())
			if (!path.startsWith('/ja/'))
				pages.delete(path)
		near.valid_html(pages)
		await look(one_of_each_kind(pages.keys()), 'ja', cookie)
	}])

await near.run(tests, async () => {
	await chromium.close()
	await site.stop()
})
