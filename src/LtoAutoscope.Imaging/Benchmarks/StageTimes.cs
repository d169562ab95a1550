using System.Diagnostics;
using LtoAutoscope.Imaging.Analysis;

namespace LtoAutoscope.Imaging.Benchmarks;

/// <summary>Adds up how long the stages of an analysis take, by listening to <see cref="AnalysisStage"/>. Stages of a scale search count to the search.</summary>
internal sealed class StageTimes : IDisposable
{
    private readonly ActivityListener listener;
    private readonly Dictionary<string, double> milliseconds = AnalysisStage.All.ToDictionary(static stage => stage, static _ => 0.0);

    internal StageTimes()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == AnalysisStage.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
            ActivityStopped = activity =>
            {
                if (activity.Parent?.Source.Name != AnalysisStage.SourceName) milliseconds[activity.OperationName] += activity.Duration.TotalMilliseconds;
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>Milliseconds by stage since the last call; begins anew.</summary>
    internal IReadOnlyDictionary<string, double> Take()
    {
        var taken = new Dictionary<string, double>(milliseconds);
        foreach (string stage in AnalysisStage.All) milliseconds[stage] = 0;
        return taken;
    }

    public void Dispose() => listener.Dispose();
}
