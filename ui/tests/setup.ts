import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'

// jsdom has no layout, so there is nothing to scroll.
window.scrollTo = () => undefined

afterEach(cleanup)
