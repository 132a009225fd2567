/** Account Management: which regions an account has. Source: AWS Account Management API Reference, ListRegions. */
import { answer, refuse } from '#sandbox/protocol/call.ts';
import { start } from './page-tokens.ts';
import { accountOf, type Handler, readLimit } from './service.ts';

const listRegions: Handler = (call, context) => {
  const { input } = call;
  if (input['AccountId'] !== undefined && input['AccountId'] !== call.account) {
    return refuse(
      403,
      'AccessDeniedException',
      "The account must not be given for the caller's own account.",
    );
  }
  const limit = readLimit(input['MaxResults'], 1, 50, 50);
  if (limit === undefined) return refuse(400, 'ValidationException', 'MaxResults must be between 1 and 50');
  const states = input['RegionOptStatusContains'];
  const wanted = accountOf(context, call.account).regions.filter(
    (region) => !Array.isArray(states) || states.includes(region.state),
  );
  const scope = [call.action, call.account, states];
  const token = input['NextToken'];
  const at = token === undefined ? start : context.tokens.open(scope, String(token));
  if (at === undefined) return refuse(400, 'ValidationException', 'The NextToken is not valid');
  const end = at.index + limit;
  const next =
    end < wanted.length ? context.tokens.seal(scope, { list: 0, index: end, page: at.page + 1 }) : undefined;
  return answer(
    (nextToken) => ({
      Regions: wanted
        .slice(at.index, end)
        .map((region) => ({ RegionName: region.name, RegionOptStatus: region.state })),
      NextToken: nextToken,
    }),
    { next },
  );
};

export const accountOperations: Readonly<Record<string, Handler>> = { ListRegions: listRegions };
