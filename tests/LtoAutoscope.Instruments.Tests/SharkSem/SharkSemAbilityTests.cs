using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Instruments.Tests.Bench;
using LtoAutoscope.Twin;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.SharkSem;

/// <summary>Detectors, automatic procedures, image shift, probe current, rotation and mains, against the twin.</summary>
public sealed class SharkSemAbilityTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AutoFocus_OnTheTwin_FindsItsSurface()
    {
        await using TwinHost twin = await StartAsync();
        await using SharkSemMicroscope microscope = await ConnectAsync(twin);
        await microscope.Column.SetWorkingDistanceMmAsync(14, Token);
        Assert.Equal(twin.Microscope.SurfaceWorkingDistanceMm(), await microscope.Automatic.AutoFocusAsync(0, Token), 1e-6);
        Assert.False(twin.Microscope.Column.IsAutomaticRunning);
    }

    [Fact]
    public async Task AutoFocus_ThatDoesNotEnd_IsATimeout()
    {
        await using TwinHost twin = await StartAsync(new TwinOptions { TimeFactor = 1, Column = new() { BeamOn = true } });
        await using SharkSemMicroscope microscope = await ConnectAsync(twin, Settings(twin) with { AutomaticTimeout = TimeSpan.FromMilliseconds(200) });
        Assert.Equal(Fault.AnswerTimeout, (await Assert.ThrowsAsync<InstrumentFaultException>(() => microscope.Automatic.AutoFocusAsync(0, Token))).Fault);
    }

    [Fact]
    public async Task AutoFocus_Stopped_SaysSo()
    {
        await using TwinHost twin = await StartAsync(new TwinOptions { TimeFactor = 1, Column = new() { BeamOn = true } });
        await using SharkSemMicroscope microscope = await ConnectAsync(twin);
        Task<double> focus = microscope.Automatic.AutoFocusAsync(0, Token);
        await Eventually.IsTrueAsync(() => twin.Microscope.Column.IsAutomaticRunning);
        await microscope.StopAsync(Token);
        Assert.Equal(Fault.StoppedByOperator, (await Assert.ThrowsAsync<InstrumentFaultException>(() => focus)).Fault);
    }

    [Fact]
    public async Task AutoStigmate_OlderServer_IsNotSupported()
    {
        await using TwinHost twin = await StartAsync();
        await using SharkSemMicroscope microscope = await ConnectAsync(twin);
        Assert.Equal(Fault.NotSupported, (await Assert.ThrowsAsync<InstrumentFaultException>(() => microscope.Automatic.AutoStigmateAsync(0, Token))).Fault);
    }

    [Fact]
    public async Task AutoStigmate_NewServer_FindsTheTwinsStigmator()
    {
        await using TwinHost twin = await StartAsync(new TwinOptions { TimeFactor = 50, SharkSemVersion = "3.2.20", Column = new() { BeamOn = true } });
        await using SharkSemMicroscope microscope = await ConnectAsync(twin);
        Assert.Equal((4, -3), await microscope.Automatic.AutoStigmateAsync(0, Token));
        await microscope.SetScanRotationDegAsync(-30, Token);
        Assert.Equal(-30, await microscope.ReadScanRotationDegAsync(Token), 1e-6);
    }

    [Fact]
    public async Task Detectors_SignalOfOne_StaysWithItWhenAnotherIsShown()
    {
        await using TwinHost twin = await StartAsync();
        await using SharkSemMicroscope microscope = await ConnectAsync(twin);
        IReadOnlyList<Detector> detectors = await microscope.Detectors.ListAsync(Token);
        Assert.Equal(detectors[0], await microscope.Detectors.ReadSelectedAsync(0, Token));
        await microscope.Detectors.SetSignalAsync(0, 45, 70, Token);
        Assert.Equal((70, 45), twin.Microscope.Column.Detector);
        await microscope.Detectors.SelectAsync(0, detectors[2], Token);
        Assert.Equal((50, 50), await microscope.Detectors.ReadSignalAsync(0, Token));
        await microscope.Detectors.SelectAsync(0, detectors[0], Token);
        Assert.Equal((45, 70), await microscope.Detectors.ReadSignalAsync(0, Token));
        await microscope.Detectors.AutoSignalAsync(0, Token);
        Assert.Equal((50, 50), await microscope.Detectors.ReadSignalAsync(0, Token));
        Assert.Equal(Fault.NotSupported, (await Assert.ThrowsAsync<InstrumentFaultException>(() => microscope.Detectors.SelectAsync(17, detectors[0], Token))).Fault);
    }

    [Fact]
    public async Task Set_BeyondWhatTheServerAllows_IsNotTaken()
    {
        await using TwinHost twin = await StartAsync();
        await using SharkSemMicroscope microscope = await ConnectAsync(twin);
        foreach (Func<Task> set in (Func<Task>[])[
            () => microscope.BeamShift.SetAsync(500, 0, Token), () => microscope.SetProbeCurrentPaAsync(1e9, Token), () => microscope.SetBeamIntensityAsync(40, Token),
            () => microscope.Detectors.SetSignalAsync(0, 140, 50, Token)])
        {
            Assert.Equal(Fault.SetNotTaken, (await Assert.ThrowsAsync<InstrumentFaultException>(set)).Fault);
        }

        await microscope.BeamShift.SetAsync(12, -7, Token);
        Assert.Equal((12, -7), await microscope.BeamShift.ReadAsync(Token));
        await microscope.SetBeamIntensityAsync(10, Token);
        await microscope.SetProbeCurrentPaAsync(300, Token);
        Assert.Equal(300, await microscope.Column.ReadProbeCurrentPaAsync(Token));
    }

    [Theory]
    [InlineData(0, MainsState.Mains)]
    [InlineData(1, MainsState.Battery)]
    [InlineData(3, MainsState.BatteryLow)]
    [InlineData(7, MainsState.Unknown)]
    public async Task Mains_AsTheSupplySays_AreTold(int status, MainsState expected)
    {
        await using TwinHost twin = await StartAsync();
        twin.SharkSem.Manners.UpsStatus = status;
        await using SharkSemMicroscope microscope = await ConnectAsync(twin);
        Assert.Equal(expected, await microscope.Mains.ReadAsync(Token));
    }

    [Fact]
    public async Task Throughput_OfAFewFrames_ComesWholeAndIsCounted()
    {
        SharkSemThroughputReport report = await SharkSemThroughput.MeasureAsync(2, 128, TimeProvider.System, Token);
        Assert.Equal(2, report.Frames);
        Assert.InRange(report.Bytes, 2 * 2 * 128 * 128, 2 * 2 * 128 * 128 + 1000);
        Assert.True(report is { ImagesMegabytesPerS: > 0, BareMegabytesPerS: > 0 });
    }

    [Fact]
    public async Task StopLatency_OfAFewStops_EachComesToTheServer()
    {
        StopLatencyReport report = await StopLatency.MeasureAsync(5, 1, TimeProvider.System, Token);
        Assert.Equal(5, report.Stops);
        Assert.True(report.MedianMs <= report.P99Ms && report.P99Ms <= report.LargestMs);
        Assert.True(report.StreamedMegabytesPerS > 0);
    }

    private static Task<TwinHost> StartAsync(TwinOptions? options = null)
        => TwinHost.StartAsync(options ?? TwinBench.Options with { TimeFactor = 50 }, new BlobWorld(), TimeProvider.System, NullLoggerFactory.Instance, Token);

    private static SharkSemSettings Settings(TwinHost twin) => new()
    {
        Port = twin.SharkSem.Port, AnswerTimeout = TimeSpan.FromSeconds(20), PollInterval = TimeSpan.FromMilliseconds(10), StartGrace = TimeSpan.FromMilliseconds(10),
        OpticsTimeout = TimeSpan.FromSeconds(20),
    };

    private static Task<SharkSemMicroscope> ConnectAsync(TwinHost twin, SharkSemSettings? settings = null)
        => SharkSemMicroscope.ConnectAsync(settings ?? Settings(twin), TimeProvider.System, NullLoggerFactory.Instance, Token);
}
