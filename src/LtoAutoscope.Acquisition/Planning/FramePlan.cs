using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Acquisition.Planning;

/// <summary>One frame in the order in which frames are taken.</summary>
/// <param name="FrameId">Such as <c>a02-f0007</c>: area and running number.</param>
/// <param name="AreaIndex">Its area, from 1.</param>
/// <param name="IsFirstOfArea">Whether the stage comes from another area: focus is then searched anew.</param>
/// <param name="Target">Where the stage shall stand.</param>
public sealed record FramePlan(string FrameId, int AreaIndex, bool IsFirstOfArea, StageTarget Target)
{
    /// <summary>
    /// All frames of a plan. Areas are visited in turns of <paramref name="turn"/> frames, so that a run that ends early at the particle goal has
    /// still seen several areas of the sample rather than one corner.
    /// </summary>
    public static IReadOnlyList<FramePlan> From(IReadOnlyList<Area> areas, int turn)
    {
        ArgumentNullException.ThrowIfNull(areas);
        ArgumentOutOfRangeException.ThrowIfLessThan(turn, 1);
        var plan = new List<FramePlan>();
        int longest = areas.Count == 0 ? 0 : areas.Max(area => area.Tiles.Count);
        for (int start = 0; start < longest; start += turn)
        {
            foreach (Area area in areas)
            {
                for (int i = start; i < Math.Min(start + turn, area.Tiles.Count); i++)
                    plan.Add(new FramePlan($"a{area.Index:00}-f{plan.Count + 1:0000}", area.Index, i == start, area.Tiles[i]));
            }
        }

        return plan;
    }
}
