// bearer: a fixed token.
import { z } from 'zod';
import { headerText } from '../../config/fields.ts';
import { secret } from '../../config/values.ts';
import { registerSecret } from '../../core/mask.ts';
import { withHeader } from '../http/request.ts';
import { declareAuth } from './contract.ts';

export const bearer = declareAuth({
  type: 'bearer',
  summary: 'Sends `Authorization: Bearer <token>`.',
  options: z.object({ token: headerText().describe('the token') }),
  example: { type: 'bearer', token: secret('token') },
  create({ token }) {
    registerSecret(token);
    return { apply: (request) => withHeader(request, 'authorization', `Bearer ${token}`) };
  },
});
