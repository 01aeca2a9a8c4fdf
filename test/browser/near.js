/*
 * near.js -- a demonstration of this test's own, served; TAP; Chromium; two strict readers.
 *
 * A test is a list of sentences with functions.  A function that throws has failed, and says why.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
export const root = process.env.NEAR_SRC ?? join(here, '../..')
const bin = process.env.NEAR_BIN ?? join(root, 'build-check/src/app/near')
const require = createRequire(import.meta.url)

export const languages = ['zh', 'ja', 'ko', 'mn', 'ru', 'en']

/* --- TAP ------------------------------------------------------------------------------------- */

function comment(text) {
	for (const line of String(text).split('\n'))
		console.log('# ' + line)
}

/* Fails when a server has ended by itself: what waits for it would wait in vain. */
let death = new Promise(() => {})

/* Runs [[sentence, function], ...] one after the other and ends the process. */
export async function run(tests, done) {
	let bad = 0
	for (const [i, [sentence, test]] of tests.entries()) {
		let ok = true
		try {
			await Promise.race([death, test()])
		} catch (e) {
			ok = false
			bad++
			comment(e.stack ?? e)
		}
		console.log(`${ok ? 'ok' : 'not ok'} ${i + 1} - ${sentence}`)
	}
	console.log(`1..${tests.length}`)
	await done?.()
	process.exit(bad ? 1 : 0)
}

export function check(condition, why) {
	if (!condition)
		throw new Error(why)
}

/* --- the program ----------------------------------------------------------------------------- */

function command(...args) {
	const got = spawnSync(bin, args, { encoding: 'utf8' })
	check(got.status === 0, `near ${args.join(' ')}: ${got.stderr}`)
	return got.stdout
}

/* Serves a new demonstration; gives { url, accounts, stop, kill }. */
export async function serve() {
	const dir = mkdtempSync(join(tmpdir(), 'near-browser-'))
	const home = join(dir, 'demo')
	command('init', home, '--pack', join(root, 'packs/near'), '--demo', '--clock',
		'2014-10-22T09:30:00+09:00')
	const list = readFileSync(join(home, 'demo-accounts.csv'), 'utf8')
	const [head, ...rows] = list.trim().split('\n')
	const names = head.split(',')
	const accounts = rows.map(row =>
		Object.fromEntries(row.split(',').map((cell, i) => [names[i], cell])))
	const child = spawn(bin, ['serve', home, '--listen', '127.0.0.1:0'],
		{ stdio: ['ignore', 'pipe', 'pipe'] })
	let log = ''
	child.stderr.on('data', data => { log += data })
	const ended = new Promise(resolve =>
		child.on('close', (code, signal) => resolve(code ?? signal)))
	const died = ended.then(how => {
		throw new Error(`near ended with ${how}: ${log.slice(-4000)}`)
	})
	let port
	for await (const line of createInterface({ input: child.stdout })) {
		port = line.match(/^ready http:\/\/127\.0\.0\.1:(\d+)\/$/)?.[1]
		if (port)
			break
	}
	if (!port)
		await died
	death = died
	death.catch(() => {})
	return {
		url: `http://127.0.0.1:${port}`,
		accounts,
		account: name => accounts.find(a => a.name === name),
		kill: () => child.kill('SIGKILL'),
		async stop() {
			child.kill('SIGTERM')
			const code = await ended
			rmSync(dir, { recursive: true, force: true })
			check(code === 0, `near ended with ${code}: ${log.slice(-4000)}`)
		},
	}
}

/* --- Chromium -------------------------------------------------------------------------------- */

/* A test asks nobody but the program that it has started. */
const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
	'--disable-background-networking', '--disable-component-update']

export async function browser() {
	const { chromium } = require('playwright-core')
	return chromium.launch({
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
		args: [...quiet, ...process.getuid() === 0 ? ['--no-sandbox'] : []],
	})
}

const axe_source = () => readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/* target-size, of WCAG 2.2, is run when its tag is asked for, and not otherwise. */
const criteria = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/* Not one violation of WCAG 2.2 AA or of axe's own good practices on the page as it stands. */
export async function accessible(page, what) {
	await page.evaluate(axe_source())
	const { violations } = await page.evaluate(o => globalThis.axe.run(document, o),
		{ runOnly: criteria, resultTypes: ['violations'] })
	const told = violations.map(v => [`${v.id}: ${v.help}`,
		...v.nodes.slice(0, 3).map(n => `  ${n.html}\n  ${n.failureSummary}`)].join('\n'))
	check(violations.length === 0, `${what} (${page.url()}):\n${told.join('\n')}`)
}

/* No page is wider than its screen. */
export async function fits(page) {
	const over = await page.evaluate(() =>
		document.documentElement.scrollWidth - document.documentElement.clientWidth)
	const { width } = page.viewportSize()
	check(over <= 0, `${page.url()} is ${over}px too wide for ${width}px`)
}

/* Signs in through the form, as people do. */
export async function sign_in(page, near, name, language) {
	const { password } = near.account(name)
	await page.goto(`${near.url}/${language}/sign-in`)
	await page.fill('input[name=name]', name)
	await page.fill('input[name=password]', password)
	await Promise.all([page.waitForNavigation(), page.press('input[name=password]', 'Enter')])
	check(!page.url().includes('/sign-in'),
		`${name} could not sign in: ${await page.textContent('main')}`)
}

/* --- the Nu checker -------------------------------------------------------------------------- */

/* pages: Map of address to HTML.  Throws with what the checker has against them. */
export function valid_html(pages) {
	const dir = mkdtempSync(join(tmpdir(), 'near-html-'))
	const addresses = [...pages.keys()]
	try {
		mkdirSync(join(dir, 'pages'))
		addresses.forEach((address, i) =>
			writeFileSync(join(dir, 'pages', `${i}.html`), pages.get(address)))
		const home = dirname(require.resolve('vnu-jar/package.json'))
		const jar = join(home, 'build/dist/vnu.jar')
		const words = ['-Xss4m', '-jar', jar, '--format', 'json', '--stdout',
			'--exit-zero-always', '--skip-non-html', join(dir, 'pages')]
		const got = spawnSync('java', words, { encoding: 'utf8', maxBuffer: 1 << 28 })
		check(got.status === 0, `the Nu checker did not run: ${got.stderr}`)
		const faults = JSON.parse(got.stdout).messages
			.filter(m => m.type !== 'info' || m.subType === 'warning')
		const told = faults.slice(0, 20).map(m => {
			const address = addresses[Number(m.url.match(/(\d+)\.html$/)[1])]
			return `${address}:${m.lastLine}: ${m.message}\n    ${m.extract}`
		})
		check(faults.length === 0, `${told.join('\n')}\n${faults.length} in all`)
	} finally {
		rmSync(dir, { recursive: true, force: true })
	}
}

/*
 * Every page that links lead to from some addresses, with a session's cookie if one is given.
 * only: what the path of a page begins with; other links are not followed.
 */
export async function crawl(near, from, { cookie, only = '/' } = {}) {
	const pages = new Map(), seen = new Set(from)
	const visit = async path => {
		const headers = cookie ? { cookie } : {}
		const got = await fetch(near.url + path, { headers, redirect: 'manual' })
		const found = []
		const html = await got.text()
		if (got.status >= 300 && got.status < 400)
			return found
		check(got.status === 200, `${path}: ${got.status}`)
		if (!got.headers.get('content-type').startsWith('text/html'))
			return found
		pages.set(path, html)
		for (const [, href] of html.matchAll(/<a\b[^>]*\bhref="([^"]*)"/g)) {
			const url = new URL(href.replaceAll('&amp;', '&'), near.url + path)
			const next = url.pathname + url.search
			if (url.origin === near.url && next.startsWith(only) && !seen.has(next)) {
				seen.add(next)
				found.push(next)
			}
		}
		return found
	}
	for (let waiting = [...from]; waiting.length > 0;) {
		const now = waiting.splice(0, 8)
		waiting.push(...(await Promise.all(now.map(visit))).flat())
	}
	return pages
}

/* A session's cookie, by the API. */
export async function session(near, name) {
	const visitor = await fetch(`${near.url}/api/v1/me`)
	const { csrf } = await visitor.json()
	const got = await fetch(`${near.url}/api/v1/sign-in`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			'x-csrf-token': csrf,
			cookie: cookies(visitor),
		},
		body: JSON.stringify({ name, password: near.account(name).password }),
	})
	check(got.status === 200, `${name} could not sign in: ${await got.text()}`)
	return cookies(got)
}

function cookies(got) {
	return got.headers.getSetCookie().map(c => c.split(';')[0]).join('; ')
}
