using System.Text.Json.Serialization;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Pipeline.Demo;

/// <summary>One row of the demo's table; the keys of <c>demo --json</c>.</summary>
public sealed record DemoResult
{
    /// <summary>The sample's name.</summary>
    public required string Sample { get; init; }

    /// <summary>Its run, or null when it never began.</summary>
    public string? RunId { get; init; }

    /// <summary>Whole particles counted.</summary>
    public int ParticleCount { get; init; }

    /// <summary>Mean equivalent circle diameter by number, nm.</summary>
    public double? DiameterNm { get; init; }

    /// <summary>Mean aspect ratio by number.</summary>
    public double? AspectRatio { get; init; }

    /// <summary>Mean fractal dimension of the outline by number.</summary>
    public double? FractalDimension { get; init; }

    /// <summary>The true mean diameter, nm, where it is known.</summary>
    public double? TrueDiameterNm { get; init; }

    /// <summary>The true mean aspect ratio, where it is known.</summary>
    public double? TrueAspectRatio { get; init; }

    /// <summary>First-cycle efficiency from the cell model, a fraction.</summary>
    [JsonPropertyName("ce_model")]
    public double? CeModel { get; init; }

    /// <summary>First-cycle efficiency from the regression, a fraction.</summary>
    [JsonPropertyName("ce_regression")]
    public double? CeRegression { get; init; }

    /// <summary>Frames that count.</summary>
    public int FramesAccepted { get; init; }

    /// <summary>Exposures made, those taken again included.</summary>
    public int FramesTotal { get; init; }

    /// <summary>Path of the report, or null.</summary>
    public string? Report { get; init; }

    /// <summary>Why there is no result; null when all went well.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether the run is complete and reached its particle goal.</summary>
    [JsonIgnore]
    public bool ReachedGoal { get; init; }

    /// <summary>The row of a job.</summary>
    public static DemoResult Of(JobView job, RunDetail? run, string? reportPath, int exposures)
    {
        ArgumentNullException.ThrowIfNull(job);
        var row = new DemoResult
        {
            Sample = job.Sample.Name, RunId = job.RunId,
            Problem = job.State == RunState.Completed ? null : job.Reason.Length > 0 ? job.Reason : $"the job is {job.State.ToString().ToLowerInvariant()}",
        };
        if (run is null) return row;
        return row with
        {
            ParticleCount = run.Morphology?.ParticleCount ?? 0,
            DiameterNm = run.Morphology?.DiameterNm.Mean, AspectRatio = run.Morphology?.AspectRatio.Mean, FractalDimension = run.Morphology?.FractalDimension.Mean,
            TrueDiameterNm = run.Record.Truth?.MeanDiameterNm, TrueAspectRatio = run.Record.Truth?.MeanAspectRatio,
            CeModel = run.Cell?.Ce1, CeRegression = run.Regression?.Ce1,
            FramesAccepted = run.Frames.Count(frame => frame.Verdict is FrameVerdict.Accepted or FrameVerdict.Redone), FramesTotal = exposures,
            Report = run.HasReport ? reportPath : null,
            ReachedGoal = job.State == RunState.Completed && run.Morphology?.ParticleCount >= run.Record.Recipe.ParticleGoal,
        };
    }
}
