/** Names that hellos and DNS messages carry, as text: what one brought is the other's string, too, which maps have hashed already. */
import { TextMemo } from '../bytes/text-memo.js';

export const nameTexts = new TextMemo();
