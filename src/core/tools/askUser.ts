import * as z from 'zod';
import { defineTool } from './tool.ts';

export const askUser = defineTool({
  name: 'ask_user',
  description:
    'Ask the person one question and wait for the answer. Only for decisions that you cannot take and facts that you cannot find.',
  input: z.object({
    question: z.string().trim().min(1).max(4000),
    choices: z
      .array(z.string().trim().min(1).max(200))
      .max(10)
      .default([])
      .describe('Answers to choose from; another answer stays possible'),
  }),

  prepare({ question, choices }, { ask }) {
    return {
      summary: `Ask: ${question}`,
      effects: [{ kind: 'question' }],
      run: async () => `The person answered: ${await ask(question, choices)}`,
    };
  },
});
