/*
 * filter.js -- a list narrows while one types.
 *
 * <input data-filter="desk"> hides what does not match of the list #desk, whose entries say in
 * data-find by which words they are found.  Enter takes the only one that is left: it does what its
 * main button does, or goes to the button where there is no main one.  Without this module the form
 * around the input asks the server, which finds the same.
 */
const fold = text => text.normalize('NFKC').toLowerCase()

function attach(input) {
	const entries = [...document.getElementById(input.dataset.filter)?.children ?? []]
		.map(entry => ({ entry, text: fold(entry.dataset.find) }))
	const shown = () => entries.filter(e => !e.entry.hidden)

	input.addEventListener('input', () => {
		const wanted = fold(input.value.trim())
		for (const { entry, text } of entries)
			entry.hidden = !text.includes(wanted)
	})
	input.form.addEventListener('submit', event => {
		const left = shown()
		if (input.value.trim() === '' || left.length !== 1)
			return
		event.preventDefault()
		const button = left[0].entry.querySelector('button')
		button.classList.contains('main') ? button.click() : button.focus()
	})
}

/* A list that the server has narrowed already is not whole: there the form goes on asking. */
for (const input of document.querySelectorAll('[data-filter]'))
	if (input.defaultValue === '')
		attach(input)
