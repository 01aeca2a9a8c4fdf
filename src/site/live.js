/*
 * live.js -- keeps what a page shows as it is now.  Without it every page works by looking again.
 *
 *   <div data-live="/ja/votes/7/live">  takes what this live region sends in place of what it holds
 *   <main data-live-refresh="/ja/...">  is fetched again, out of the page's own address, whenever
 *                                       that live region has changed
 *
 * What is the same stays the same element: so focus, scroll, opened details and what is being typed
 * are kept.  Nothing is animated.  While the connection is lost [data-lost] says since when.
 */
const BEAT_LIMIT_MS = 25_000, BEAT_MS = 10_000 /* what the server beats, and when it is dead */
const OPEN_LIMIT_MS = 5_000, HIDDEN_MS = 10_000, QUIET_MS = 1_500 /* too short to speak of */
const AGAIN_MS = [500, 1_000, 2_000, 4_000] /* where the server refuses */
const KEYS = ['name', 'type', 'action', 'formaction']

/* --- putting in what is new ------------------------------------------------------------------- */

/* May one become the other, or are they two things? */
function is_same(a, b) {
	return a.nodeName === b.nodeName && a.id === b.id && (a.nodeType !== Node.ELEMENT_NODE ||
		KEYS.every(key => a.getAttribute(key) === b.getAttribute(key)))
}

/* The node, from `at` on, that `wanted` is a newer form of. */
function find(at, wanted) {
	let node = at
	while (node && !(is_same(node, wanted) &&
		(node === at || wanted.id || node.isEqualNode(wanted))))
		node = node.nextSibling
	return node
}

function become(now, next) {
	if (now.nodeValue !== next.nodeValue)
		now.nodeValue = next.nodeValue
	const names = node => node.getAttributeNames?.() ?? []
	for (const name of new Set([...names(now), ...names(next)])) {
		/* Whether details are open is the reader's own affair. */
		if (name === 'open' && now.nodeName === 'DETAILS')
			continue
		if (!next.hasAttribute(name))
			now.removeAttribute(name)
		else if (now.getAttribute(name) !== next.getAttribute(name))
			now.setAttribute(name, next.getAttribute(name))
	}
	take(now, next)
}

/* The children of `next` become those of `now`. */
function take(now, next) {
	let at = now.firstChild
	for (const wanted of next.childNodes) {
		const found = find(at, wanted)
		while (found && at !== found)
			at = [at.nextSibling, at.remove()][0]
		if (found)
			become(found, wanted)
		else
			now.insertBefore(document.importNode(wanted, true), at)
		at = found ? found.nextSibling : at
	}
	while (at)
		at = [at.nextSibling, at.remove()][0]
}

/* --- fetching the page again ------------------------------------------------------------------ */

const parts = () => [...document.querySelectorAll('[data-live-refresh]')]
let is_fetching = false, is_due = false

async function fetch_page() {
	const got = await fetch(location.href, { cache: 'no-cache' })
	if (got.redirected)
		return location.replace(got.url)
	if (got.status >= 500)
		throw new Error(got.statusText)
	const page = new DOMParser().parseFromString(await got.text(), 'text/html')
	const next = [...page.querySelectorAll('[data-live-refresh]')]
	if (next.length !== parts().length)
		return location.reload()
	parts().forEach((part, i) => become(part, next[i]))
}

/* One at a time; what changes meanwhile is fetched afterwards, what failed once more. */
async function refresh() {
	is_due = true
	while (is_due && !is_fetching) {
		[is_fetching, is_due] = [true, false]
		await fetch_page().catch(() => {
			is_due = true
			return new Promise(again => setTimeout(again, AGAIN_MS[1]))
		})
		is_fetching = false
		look()
	}
}

/* --- streams ---------------------------------------------------------------------------------- */

const streams = new Map() /* address -> stream */
const all = step => streams.forEach(stream => step(stream))

function show(stream, event) {
	hear(stream)
	if (event.lastEventId === stream.id)
		return
	stream.id = event.lastEventId
	const next = document.createElement('template')
	next.innerHTML = event.data
	for (const element of document.querySelectorAll('[data-live]'))
		if (element.dataset.live === stream.address)
			take(element, next.content)
	if (parts().some(part => part.dataset.liveRefresh === stream.address))
		refresh()
	look()
}

function hear(stream) {
	Object.assign(stream, { heard: Date.now(), lost: null, refusals: 0 })
	tell()
}

/* The browser itself tries again, unless it was refused. */
function lose(stream) {
	stream.lost ??= Date.now()
	setTimeout(tell, QUIET_MS)
	if (stream.source?.readyState === EventSource.CLOSED)
		stream.again = setTimeout(open, AGAIN_MS[Math.min(stream.refusals++, 3)], stream)
}

function close(stream) {
	clearTimeout(stream.again)
	stream.source?.close()
	stream.source = null
}

function open(stream) {
	close(stream)
	const source = stream.source = new EventSource(stream.address)
	stream.opened = Date.now()
	source.onopen = () => hear(stream)
	source.onmessage = event => show(stream, event)
	source.onerror = () => lose(stream)
	source.addEventListener('beat', () => hear(stream))
}

/* The streams that the page asks for now, and no others. */
function look() {
	const wanted = new Set(parts().map(part => part.dataset.liveRefresh))
	document.querySelectorAll('[data-live]').forEach(e => wanted.add(e.dataset.live))
	all(s => wanted.has(s.address) || close(s) || streams.delete(s.address))
	for (const address of wanted)
		if (!streams.has(address)) {
			const stream = { address, refusals: 0, lost: null, heard: Date.now() }
			streams.set(address, stream)
			open(stream)
		}
	tell()
}

/* --- when the connection is lost -------------------------------------------------------------- */

/* Says since when, once and politely; says nothing when all is well. */
function tell() {
	const line = document.querySelector('[data-lost]')
	const heard = [...streams.values()].filter(s => s.lost &&
		(!navigator.onLine || Date.now() - s.lost >= QUIET_MS)).map(s => s.heard)
	const time = new Date(Math.min(...heard)).toLocaleTimeString(document.documentElement.lang)
	const text = heard.length > 0 ? line.dataset.lost.replace('{time}', time) : ''
	if (line.textContent !== text)
		line.textContent = text
}

/* A connection that hangs says nothing: so silence is loss, and what will not open is left. */
function watch() {
	const now = Date.now()
	all(stream => {
		if (stream.source && now - stream.heard > BEAT_LIMIT_MS)
			stream.lost ??= now
		if (stream.source && stream.lost && now - stream.opened > OPEN_LIMIT_MS)
			open(stream)
	})
	tell()
}

const is_well = s => s.source && !s.lost && Date.now() - s.heard <= BEAT_MS
let hidden
addEventListener('offline', () => all(stream => { stream.lost ??= Date.now() }) || tell())
addEventListener('online', () => all(open))
/* A browser has few connections to a site: a page that nobody sees gives its own back. */
document.addEventListener('visibilitychange', () => {
	clearTimeout(hidden)
	hidden = document.hidden && setTimeout(all, HIDDEN_MS, close)
	document.hidden || all(stream => is_well(stream) || open(stream))
})
addEventListener('pagehide', () => all(close))
addEventListener('pageshow', event => event.persisted && all(open))
setInterval(watch, 1_000)
look()
