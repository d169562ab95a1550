using LtoAutoscope.Domain.Instruments;
using Polly;
using Polly.Retry;

namespace LtoAutoscope.Instruments.Composition;

/// <summary>How a lost connection is made again: exponential back-off with jitter, bounded in number and length.</summary>
public sealed record ReconnectSettings
{
    /// <summary>Attempts after the first. Default 6.</summary>
    public int Retries { get; init; } = 6;

    /// <summary>Middle of the first pause. Default 0.5 s.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest pause. Default 15 s.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(15);

    internal ResiliencePipeline CreatePipeline(TimeProvider timeProvider)
        => new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = Retries,
                Delay = FirstDelay,
                MaxDelay = LongestDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder().Handle<InstrumentFaultException>(
                    fault => fault.Fault is Fault.Unreachable or Fault.LinkLost or Fault.AnswerTimeout or Fault.LineNotSynchronised),
            })
            .Build();
}
