/** Where the project is at home. No host is chosen yet: whoever publishes Rota changes this line, and the manifest where `test/arch` then says so. */
export const projectHost = 'https://rota.example';
