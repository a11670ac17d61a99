import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

// A busy machine takes its time.
configure({ asyncUtilTimeout: 10_000 })

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
