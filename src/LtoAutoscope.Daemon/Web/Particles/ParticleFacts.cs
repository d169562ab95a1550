using LtoAutoscope.Pipeline.Particles;
using LtoAutoscope.Storage.Columns;

namespace LtoAutoscope.Daemon.Web.Particles;

/// <summary>What there is of a run's particles, and of those that a filter lets through.</summary>
/// <param name="Total">Particles of the run.</param>
/// <param name="Matching">Those that the filter lets through.</param>
/// <param name="Counted">Those of them that enter the statistics.</param>
/// <param name="Flags">Of those let through: <c>edge</c>, <c>overlap</c>, <c>doubtful</c>.</param>
/// <param name="DoubtfulBelow">Confidence below which a particle is doubtful.</param>
/// <param name="Rejected">Particles that are rejected now.</param>
/// <param name="Accepted">Particles that are accepted now.</param>
/// <param name="Frames">Frames.</param>
/// <param name="PixelSizeNm">Mean pixel size, nm; null where unknown.</param>
/// <param name="IsUnderWay">Whether the run goes on.</param>
/// <param name="Quantities">Quantities with the range of the whole run.</param>
public sealed record ParticleFacts(
    int Total, int Matching, int Counted, IReadOnlyDictionary<string, int> Flags, double DoubtfulBelow, int Rejected, int Accepted, int Frames, double? PixelSizeNm, bool IsUnderWay, IReadOnlyList<QuantityFacts> Quantities)
{
    internal static ParticleFacts Of(RunParticles run, ParticleSelection selection)
    {
        byte[] flags = run.Columns.Flags;
        int edge = 0, overlap = 0, doubtful = 0, counted = 0;
        for (int row = 0; row < flags.Length; row++)
        {
            if (!selection.Rows[row]) continue;
            var has = (ParticleFlags)flags[row];
            edge += (has & ParticleFlags.Edge) != 0 ? 1 : 0;
            overlap += (has & ParticleFlags.Overlap) != 0 ? 1 : 0;
            doubtful += (has & ParticleFlags.Doubtful) != 0 ? 1 : 0;
            counted += (has & ParticleFlags.Counts) != 0 ? 1 : 0;
        }

        int rejected = run.Decisions.RejectedCount;
        return new ParticleFacts(
            run.Columns.Count, selection.Count, counted, new Dictionary<string, int> { ["edge"] = edge, ["overlap"] = overlap, ["doubtful"] = doubtful }, ParticleColumns.DoubtfulBelow, rejected,
            run.Decisions.Current.Count(decision => decision.Verdict == Storage.Decisions.DecisionVerdict.Accepted), run.FrameCount, double.IsFinite(run.PixelSizeNm) ? run.PixelSizeNm : null, run.IsUnderWay,
            [.. ParticleQuantity.All.Where(quantity => run.Columns.Has(quantity.Key)).Select(quantity => QuantityFacts.Of(run.Columns, quantity))]);
    }
}
