import { z } from 'zod';
import { defineTool } from './tool.ts';

/** Asks the person a question and waits for the answer. */
export const askUser = defineTool({
  name: 'ask_user',
  description: 'Ask the person a question that only they can decide, and wait for the answer. Do not ask for what you can find out.',
  input: z.object({
    question: z.string().trim().min(1).max(4000),
    choices: z.array(z.string().min(1).max(500)).max(10).default([]).describe('Answers to choose from, if there are some'),
  }),
  prepare({ question, choices }, context) {
    return {
      summary: `Ask: ${question}`,
      effects: [{ kind: 'question' }],
      run: async () => `The person answered: ${await context.ask(question, choices)}`,
    };
  },
});
