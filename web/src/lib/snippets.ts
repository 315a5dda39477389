export type Shell = "posix" | "powershell";

export interface Tool {
  id: string;
  name: string;
  /** Where the lines go; a key of the texts. */
  where: "terminal" | "file" | "settings" | "code";
  /** The file they go to, as macOS and Linux write it. */
  file?: string;
  lines: (url: string, key: string) => string;
  /** Where another command does it in a PowerShell. */
  powershell?: (url: string, key: string) => string;
}

/** What is shown until somebody picks another. */
export const FIRST_TOOL: Tool = {
  id: "claude-code",
  name: "Claude Code",
  where: "terminal",
  lines: (url, key) => `export ANTHROPIC_BASE_URL=${url}\nexport ANTHROPIC_AUTH_TOKEN=${key}\nclaude`,
};

/** The exact lines for each tool; {@code url} has no slash at its end. */
export const TOOLS: readonly Tool[] = [
  FIRST_TOOL,
  {
    id: "codex",
    name: "Codex CLI",
    where: "file",
    file: "~/.codex/config.toml",
    lines: (url, key) =>
      `model_provider = "headgate"\n\n[model_providers.headgate]\nname = "Headgate"\nbase_url = "${url}/v1"\nenv_key = "HEADGATE_KEY"\nwire_api = "responses"\n\n# then, in a terminal\nexport HEADGATE_KEY=${key}\ncodex`,
  },
  {
    id: "gemini",
    name: "Gemini CLI",
    where: "terminal",
    lines: (url, key) => `export GOOGLE_GEMINI_BASE_URL=${url}\nexport GEMINI_API_KEY=${key}\ngemini`,
  },
  {
    id: "cursor",
    name: "Cursor",
    where: "settings",
    lines: (url, key) => `OpenAI API Key            ${key}\nOverride OpenAI Base URL  ${url}/v1`,
  },
  {
    id: "cline",
    name: "Cline",
    where: "settings",
    lines: (url, key) => `API Provider  OpenAI Compatible\nBase URL      ${url}/v1\nAPI Key       ${key}`,
  },
  {
    id: "opencode",
    name: "OpenCode",
    where: "file",
    file: "~/.config/opencode/opencode.json",
    lines: (url, key) =>
      JSON.stringify(
        {
          $schema: "https://opencode.ai/config.json",
          provider: { anthropic: { options: { baseURL: `${url}/v1`, apiKey: key } } },
        },
        null,
        2,
      ),
  },
  {
    id: "anthropic-python",
    name: "Anthropic SDK (Python)",
    where: "code",
    lines: (url, key) =>
      `from anthropic import Anthropic\n\nclient = Anthropic(base_url="${url}", api_key="${key}")\nprint(client.messages.create(\n    model="claude-sonnet-4-5", max_tokens=100,\n    messages=[{"role": "user", "content": "Hello"}]).content)`,
  },
  {
    id: "openai-python",
    name: "OpenAI SDK (Python)",
    where: "code",
    lines: (url, key) =>
      `from openai import OpenAI\n\nclient = OpenAI(base_url="${url}/v1", api_key="${key}")\nprint(client.chat.completions.create(\n    model="gpt-4o-mini",\n    messages=[{"role": "user", "content": "Hello"}]).choices[0].message.content)`,
  },
  {
    id: "google-python",
    name: "Google Gen AI SDK (Python)",
    where: "code",
    lines: (url, key) =>
      `from google import genai\nfrom google.genai import types\n\nclient = genai.Client(api_key="${key}", http_options=types.HttpOptions(base_url="${url}"))\nprint(client.models.generate_content(model="gemini-2.5-flash", contents="Hello").text)`,
  },
  {
    id: "anthropic-js",
    name: "Anthropic SDK (TypeScript)",
    where: "code",
    lines: (url, key) =>
      `import Anthropic from "@anthropic-ai/sdk";\n\nconst client = new Anthropic({ baseURL: "${url}", apiKey: "${key}" });\nconst message = await client.messages.create({\n  model: "claude-sonnet-4-5",\n  max_tokens: 100,\n  messages: [{ role: "user", content: "Hello" }],\n});`,
  },
  {
    id: "openai-js",
    name: "OpenAI SDK (TypeScript)",
    where: "code",
    lines: (url, key) =>
      `import OpenAI from "openai";\n\nconst client = new OpenAI({ baseURL: "${url}/v1", apiKey: "${key}" });\nconst answer = await client.chat.completions.create({\n  model: "gpt-4o-mini",\n  messages: [{ role: "user", content: "Hello" }],\n});`,
  },
  {
    id: "google-js",
    name: "Google Gen AI SDK (TypeScript)",
    where: "code",
    lines: (url, key) =>
      `import { GoogleGenAI } from "@google/genai";\n\nconst client = new GoogleGenAI({ apiKey: "${key}", httpOptions: { baseUrl: "${url}" } });\nconst answer = await client.models.generateContent({ model: "gemini-2.5-flash", contents: "Hello" });`,
  },
  {
    id: "vercel",
    name: "Vercel AI SDK",
    where: "code",
    lines: (url, key) =>
      `import { createAnthropic } from "@ai-sdk/anthropic";\nimport { generateText } from "ai";\n\nconst anthropic = createAnthropic({ baseURL: "${url}/v1", apiKey: "${key}" });\nconst { text } = await generateText({ model: anthropic("claude-sonnet-4-5"), prompt: "Hello" });`,
  },
  {
    id: "langchain",
    name: "LangChain",
    where: "code",
    lines: (url, key) =>
      `from langchain_anthropic import ChatAnthropic\n\nmodel = ChatAnthropic(model="claude-sonnet-4-5", base_url="${url}", api_key="${key}")\nprint(model.invoke("Hello").content)`,
  },
  {
    id: "langchain4j",
    name: "LangChain4j",
    where: "code",
    lines: (url, key) =>
      `AnthropicChatModel model = AnthropicChatModel.builder()\n    .baseUrl("${url}/v1/").apiKey("${key}").modelName("claude-sonnet-4-5").build();\nSystem.out.println(model.chat("Hello"));`,
  },
  {
    id: "spring",
    name: "Spring AI",
    where: "file",
    file: "src/main/resources/application.properties",
    lines: (url, key) => `spring.ai.anthropic.base-url=${url}\nspring.ai.anthropic.api-key=${key}`,
  },
  {
    id: "curl",
    name: "curl",
    where: "terminal",
    lines: (url, key) =>
      `curl ${url}/v1/messages \\\n  -H 'x-api-key: ${key}' -H 'anthropic-version: 2023-06-01' -H 'content-type: application/json' \\\n  -d '{"model":"claude-sonnet-4-5","max_tokens":100,"messages":[{"role":"user","content":"Hello"}]}'`,
    // curl.exe would need quotes that differ from one PowerShell to the next
    powershell: (url, key) =>
      `Invoke-RestMethod ${url}/v1/messages -Method Post -ContentType 'application/json' \`\n  -Headers @{ 'x-api-key' = '${key}'; 'anthropic-version' = '2023-06-01' } \`\n  -Body '{"model":"claude-sonnet-4-5","max_tokens":100,"messages":[{"role":"user","content":"Hello"}]}'`,
  },
];

/** The same lines for another shell: how it sets a variable and goes on with a line. */
export function forShell(lines: string, shell: Shell): string {
  if (shell === "posix") return lines;
  return lines.replace(/^export (\w+)=(.*)$/gm, '$env:$1 = "$2"').replace(/ \\$/gm, " `");
}

/** The lines for a tool in that shell. */
export function linesFor(tool: Tool, shell: Shell, url: string, key: string): string {
  if (shell === "powershell" && tool.powershell) return tool.powershell(url, key);
  return forShell(tool.lines(url, key), shell);
}

/** The file that the lines go to, as that system writes it. */
export function placeFor(tool: Tool, shell: Shell): string | undefined {
  if (shell === "posix" || !tool.file) return tool.file;
  return tool.file.replace(/^~/, "%USERPROFILE%").replaceAll("/", "\\");
}
