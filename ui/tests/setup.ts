import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

// A busy machine takes its time.
configure({ asyncUtilTimeout: 10_000 })

// jsdom matches no media: the screen is wide, the system light, motion welcome.
window.matchMedia ??= (media) =>
  Object.assign(new EventTarget(), {
    media,
    matches: false,
    onchange: null,
    addListener: () => undefined,
    removeListener: () => undefined,
  })

// jsdom has no layout, so there is nothing to scroll.
window.scrollTo = () => undefined

// jsdom knows <dialog>, but neither shows nor hides it.
HTMLDialogElement.prototype.showModal = function () {
  this.open = true
}
HTMLDialogElement.prototype.close = function () {
  this.open = false
}

afterEach(cleanup)
