import { type Backdrop, boards, brick, cafe, cobbles, paper, park, room, street, white } from '../draw/background.js';
import type { Random } from '../draw/random.js';
import type { Setting } from './item.js';

export function backdropOf(setting: Setting, random: Random): Backdrop {
  switch (setting) {
    case 'white':
      return white();
    case 'grey':
      return paper('#d3d1cd');
    case 'sand':
      return paper('#dccdb8');
    case 'blush':
      return paper('#e6cfc9');
    case 'sage':
      return paper('#c6cdbd');
    case 'sky':
      return paper('#c7d6e0');
    case 'street':
      return street(random);
    case 'brick':
      return brick(random, '#9c5a45');
    case 'plaster':
      return brick(random, '#c9c4ba');
    case 'boards':
      return boards(random, '#a5805a', true);
    case 'table':
      return boards(random, '#b8936a', false);
    case 'room':
      return room(random, random.pick(['#cfd6cf', '#dcd0c0', '#c3ccd6']));
    case 'park':
      return park(random);
    case 'cafe':
      return cafe(random);
    case 'cobbles':
      return cobbles(random);
  }
}
