/*
 * test_pages.js -- every page that links lead to, in six languages, for the public and each role.
 *
 * Links lead to pages, and to the same pages in every language.  Chromium shows one page of each
 * kind as wide as a phone and as a desk; axe judges those in two languages, dark and light, and the
 * Nu checker reads a few of each kind in all.
 */
import * as near from './near.js'

const FEW = 3
const site = await near.serve()
const chromium = await near.browser()
const pages = new Map() /* what the public sees: address -> HTML */
const own = new Map() /* what a role alone sees: "role address" -> HTML */

const of_language = l => [...pages.keys()].filter(path => path.startsWith(`/${l}/`))

/* "/ja/members/toyama" and "/ja/members/hyogo" are one kind, "/ja/members?kind=..." is another. */
function kind(path) {
	const [, rest, query] = path.match(/^\/..\/([^?]*)(.*)$/)
	const parts = rest.split('/')
	return [parts[0], ...parts.slice(1).map(() => '*')].join('/') + (query && '?')
}

function of_each_kind(paths, most) {
	const kinds = new Map()
	for (const path of paths)
		kinds.set(kind(path), [...kinds.get(kind(path)) ?? [], path])
	return [...kinds.values()].flatMap(all => all.slice(0, most))
}

/* --- what HTML tells ------------------------------------------------------------------------- */

const plain = text => text.replaceAll('&amp;', '&')

/* Each link of the language switcher, as { language: address }. */
function switcher(html) {
	const nav = html.match(/<nav class="languages"[\s\S]*?<\/nav>/)?.[0] ?? ''
	const links = nav.matchAll(/<a href="([^"]*)" lang="(..)" hreflang="\2"/g)
	return Object.fromEntries([...links].map(([, href, language]) => [language, plain(href)]))
}

function stays_itself_in_all_languages(path, html) {
	const links = switcher(html)
	for (const l of near.languages)
		near.check(links[l] === `/${l}${path.slice(3)}`,
			`the switcher of ${path} leads to ${links[l]} for ${l}`)
	const lang = html.match(/<html lang="([^"]*)"/)?.[1]
	near.check(lang === path.slice(1, 3), `${path} says lang=${lang}`)
	near.check(/<title>[^<]*\S[^<]*<\/title>/.test(html), `${path} has no title`)
}

/* --- what Chromium shows --------------------------------------------------------------------- */

async function open(width, scheme, cookie, faults) {
	const context = await chromium.newContext({ colorScheme: scheme,
		viewport: { width, height: 800 } })
	if (cookie) {
		const [name, value] = cookie.split('; ').at(-1).split('=')
		await context.addCookies([{ name, value, url: site.url }])
	}
	const page = await context.newPage()
	page.on('console', m => m.type() === 'error' && faults.push(m.text()))
	page.on('pageerror', e => faults.push(String(e)))
	page.on('request', r => r.url().startsWith(site.url) || faults.push(`asks ${r.url()}`))
	return page
}

/* judge: whether axe is asked; a page is awaited at /now. */
async function look(paths, judge, cookie) {
	const faults = []
	for (const [width, scheme] of judge ? [[320, 'dark'], [1280, 'light']] : [[320, 'light']]) {
		const page = await open(width, scheme, cookie, faults)
		for (const path of paths) {
			await page.goto(site.url + path)
			await near.fits(page)
			if (judge)
				await near.accessible(page, `${width}px, ${scheme}`)
		}
		await page.context().close()
	}
	near.check(faults.length === 0, faults.join('\n'))
}

/* --- the tests ------------------------------------------------------------------------------- */

const tests = [
	['every link of the public pages leads to a page', async () => {
		const homes = near.languages.map(l => `/${l}/`)
		for (const [path, html] of await near.crawl(site, homes))
			pages.set(path, html)
	}],
	['each language has the same pages', () => {
		const english = of_language('en').map(path => path.slice(3))
		near.check(english.length > 80, `only ${english.length} pages`)
		for (const l of near.languages) {
			const there = new Set(of_language(l).map(path => path.slice(3)))
			const lost = english.filter(path => !there.has(path))
			near.check(lost.length === 0 && there.size === english.length,
				`${l}: ${there.size} pages of ${english.length}; not: ${lost}`)
		}
	}],
	['every page says its language and leads to itself in the others', () => {
		for (const [path, html] of pages)
			stays_itself_in_all_languages(path, html)
	}],
]
for (const l of near.languages) {
	const judge = l === 'ja' || l === 'mn'
	tests.push([`each kind of page fits a phone${judge ? ' and is accessible' : ''}: ${l}`,
		() => look(of_each_kind(of_language(l), 1), judge)])
}

const main = html => html.match(/<main[\s\S]*<\/main>/)[0]

/* Pages that differ from what the public sees, one of each kind. */
async function only_of(name) {
	const cookie = await near.session(site, name)
	const from = ['/ja/account', '/ja/now', '/ja/meetings/ga-10']
	const seen = await near.crawl(site, from, { cookie, only: '/ja/' })
	const differ = [...seen.keys()].filter(path =>
		!pages.has(path) || main(pages.get(path)) !== main(seen.get(path)))
	const paths = of_each_kind(differ, 1)
	for (const path of paths)
		own.set(`${name} ${path}`, seen.get(path))
	return [paths, cookie]
}

for (const name of ['chair', 'secretariat', 'auditor', 'operator', 'toyama'])
	tests.push([`what ${name} alone sees fits a phone and is accessible`, async () => {
		const [paths, cookie] = await only_of(name)
		near.check(paths.includes('/ja/account'), `${name} is not signed in`)
		await look(paths, true, cookie)
	}])

tests.push(['a few pages of each kind are valid HTML, in six languages and for each role', () => {
	const few = near.languages.flatMap(l => of_each_kind(of_language(l), FEW))
	near.valid_html(new Map([...few.map(path => [path, pages.get(path)]), ...own]))
}])

await near.run(tests, async () => {
	await chromium.close()
	await site.stop()
})
