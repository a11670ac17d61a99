import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const DESK = 'http://127.0.0.1:8000'
const DESK_PATHS = ['/api', '/internal', '/ws', '/health', '/healthz', '/readyz', '/metrics']

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  build: {
    outDir: '../tradewind/web/dashboard',
    emptyOutDir: true,
    // The desk's content policy allows no inline resources, so nothing may become a data URL.
    assetsInlineLimit: 0,
    // The first browsers that know light-dark(): spelled out for older ones, it is settled once for
    // the whole page, and a part of another theme, as in the gallery, keeps the page's.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
  },
  server: {
    // The desk takes writes and sockets only from pages of its own origin.
    proxy: Object.fromEntries(
      DESK_PATHS.map((path) => [
        path,
        { target: DESK, changeOrigin: true, headers: { origin: DESK }, ws: path === '/ws' },
      ]),
    ),
  },
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/setup.ts'],
    testTimeout: 30_000,
    restoreMocks: true,
    unstubGlobals: true,
    sequence: { shuffle: true },
  },
})
