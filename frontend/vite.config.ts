import { defineConfig } from "vite";

// Relative addresses in the output, so that the same build works under any STATIC_URL or CDN.
export default defineConfig({
  base: "./",
  publicDir: false,
  build: {
    outDir: "static/build",
    emptyOutDir: true,
    manifest: "manifest.json",
    // Fonts and ornament stay files: the Content-Security-Policy allows no data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
    rollupOptions: { input: ["src/main.ts", "src/notes-editor.ts", "styles/zh.css"] },
  },
});
