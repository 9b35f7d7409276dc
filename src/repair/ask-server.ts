import type { FixPlan, Offered, Refused } from '../fixes/plan.ts';
import { ClusterError } from '../sources/cluster/cluster-port.ts';
import type { ClusterWriter } from '../sources/cluster/write/cluster-writer.ts';
import { type Obstacle, tryChange } from './try-changes.ts';

/** How an obstacle is worded where the server has no words for it. */
export type WordObstacle = (obstacle: Obstacle) => string;

/**
 * Asks the live server for every patch that is offered, without making any: what it refuses is offered no more. Where it may not be asked (rights) or does
 * not answer, the patch stays with the reason.
 */
export async function askServer(plan: FixPlan, writer: ClusterWriter, word: WordObstacle): Promise<FixPlan> {
  const offered: Offered[] = [];
  const refused: Refused[] = [];
  for (const proposal of plan.offered) {
    const obstacle = await firstObstacle(proposal, writer);
    if (obstacle === undefined) offered.push({ ...proposal, checkedBy: 'server' });
    else if ('silent' in obstacle) offered.push({ ...proposal, notAsked: obstacle.silent });
    else if (obstacle.why === 'forbidden') offered.push({ ...proposal, notAsked: word(obstacle) });
    else refused.push({ proposal, problems: [{ path: '', why: 'server', message: word(obstacle) }] });
  }
  const lost = refused
    .map(({ proposal }) => proposal)
    .filter((each) => !offered.some((other) => other.incident === each.incident && other.cause === each.cause));
  return {
    offered,
    refused: [...plan.refused, ...refused],
    byHand: [...plan.byHand, ...new Map(lost.map(({ incident, cause }) => [`${incident} ${cause}`, { incident, cause, title: cause }])).values()],
  };
}

async function firstObstacle({ changes }: Offered, writer: ClusterWriter): Promise<Obstacle | { readonly silent: string } | undefined> {
  try {
    for (const change of changes) {
      const tried = await tryChange(writer, change, 'why503');
      if ('obstacle' in tried) return tried.obstacle;
    }
    return undefined;
  } catch (error) {
    if (error instanceof ClusterError) return { silent: error.message };
    throw error;
  }
}
