using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Instruments.Recording;
using LtoAutoscope.Instruments.Tests.Bench;
using LtoAutoscope.Twin.Replay;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.Recording;

/// <summary>A recording that plays the instrument's side on real sockets and terminals, for tests of what a driver does with it: an incident becomes a test.</summary>
internal sealed class ReplayBench : IAsyncDisposable
{
    private ReplayBench(ReplayHost host) => Host = host;

    public ReplayHost Host { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Plays a file, ten times faster than it was recorded unless asked otherwise.</summary>
    public static async Task<ReplayBench> StartAsync(string file, double speed = 10)
        => new(await ReplayHost.StartAsync(new WireReplay(await WireLog.ReadAsync(file, Token), PatientTime.Instance, speed), PatientTime.Instance, NullLoggerFactory.Instance, Token));

    /// <summary>Where an endpoint of the recording is found now; the only one when none is named.</summary>
    public string At(string? recorded = null) => recorded is null ? Host.Endpoints.Values.First() : Host.Endpoints[recorded];

    /// <summary>Connects the twin's configuration to it.</summary>
    public async Task<InterlockedMicroscope> ConnectAsync()
        => await InstrumentFactory.ConnectAsync((await TwinBench.LoadConfigurationAsync()).At(At()), PatientTime.Instance, NullLoggerFactory.Instance, Token);

    /// <summary>The driver did what it had done when the recording was made.</summary>
    public void AssertNoDifference() => Assert.Empty(Host.Replay.Finish());

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
