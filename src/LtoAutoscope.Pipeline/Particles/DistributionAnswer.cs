using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Storage.Columns;

namespace LtoAutoscope.Pipeline.Particles;

/// <summary>The distributions of some runs over one set of bars.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Layout">The bars; null where nothing could be drawn.</param>
/// <param name="Samples">One a run, in the order asked.</param>
public sealed record DistributionAnswer(DistributionRequest Request, DistributionLayout? Layout, IReadOnlyList<SampleDistribution> Samples)
{
    /// <summary>The rule by which particles at a border are dealt with.</summary>
    public const string EdgeRule = "particles cut by the frame's border left out, the others weighted by A/((W − Fx)(H − Fy)) (Miles–Lantuéjoul)";

    /// <summary>The filter as text.</summary>
    public string Filter => ParticleFilterText.Format(Request.Filter);
}
