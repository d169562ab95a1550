using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Acquisition.Planning;

/// <summary>One frame in the order in which frames are taken.</summary>
/// <param name="FrameId">Such as <c>a02-f0007</c>: area and running number.</param>
/// <param name="AreaIndex">Its area, from 1.</param>
/// <param name="IsFirstOfArea">Whether it begins a turn in its area: the stage comes from another one.</param>
/// <param name="Target">Where the stage shall stand.</param>
/// <param name="Turn">The turn of its area, from 0.</param>
public sealed record FramePlan(string FrameId, int AreaIndex, bool IsFirstOfArea, StageTarget Target, int Turn = 0)
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
                    plan.Add(new FramePlan($"a{area.Index:00}-f{plan.Count + 1:0000}", area.Index, i == start, area.Tiles[i], start / turn));
            }
        }

        return plan;
    }
}
