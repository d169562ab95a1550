using System.Diagnostics;
using System.Text.Json;
using LtoAutoscope.Daemon.Watch;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Daemon.Tests.EndToEnd;

/// <summary>Microscope, daemon and watch as three processes.</summary>
[Collection(ChildProcesses.Name)]
public sealed class WatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The beam is open and the stage is on a way of a minute when the daemon freezes or dies; nobody else is there to stop them.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Watch_DaemonFrozenOrKilled_BlanksHaltsAndTells(bool isFrozen)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "SIGSTOP is sent through libc, with Linux' number.");
        using var folder = new TemporaryFolder();
        using BuiltProgram twin = BuiltProgram.Start(folder.FullPath, "twin", "--sharksem-port", "0", "--time-factor", "0.2", "--json");
        InstrumentConfiguration instrument = await WriteInstrumentAsync(folder, await twin.FirstLineAsync());
        using BuiltProgram serve = BuiltProgram.Start(folder.FullPath, "serve", "--urls", "http://127.0.0.1:0", "--data", folder.PathOf("lab"), "--instrument", folder.PathOf("instrument.yaml"));
        await UntilAsync(async () => await BeatAsync(folder) is { State: HeartbeatState.Running } beat && beat.Lab.StartsWith("Ready", StringComparison.Ordinal), serve, "a daemon that is ready");
        using BuiltProgram watch = BuiltProgram.Start(
            folder.FullPath, "watch", "--data", folder.PathOf("lab"), "--instrument", folder.PathOf("instrument.yaml"), "--silence-s", "4", "--once", "--json",
            "--alarm-command", "printf '%s' \"$LTO_AUTOSCOPE_ALARM\" > alarm.txt");
        await UntilAsync(() => Task.FromResult(watch.Error.Contains("a heartbeat is there", StringComparison.Ordinal)), watch, "a watch that hears");

        await using InterlockedMicroscope microscope = await InstrumentFactory.ConnectAsync(instrument, TimeProvider.System, NullLoggerFactory.Instance, Token);
        await microscope.Column.SetBlankAsync(false, Token);
        Task<StagePosition> move = microscope.Stage.MoveAsync(StageTarget.Planar(45, 0), Token);
        await UntilAsync(async () => await microscope.Stage.ReadMotionAsync(Token) == StageMotion.Moving, twin, "a moving stage");
        Assert.False(await microscope.Column.ReadBlankAsync(Token));
        if (isFrozen) serve.Freeze();
        else serve.Kill();
        await watch.EndAsync(TimeSpan.FromMinutes(1));

        Assert.True(watch.ExitCode == 1, watch.Error);
        Assert.True(await microscope.Column.ReadBlankAsync(Token));
        await Assert.ThrowsAsync<InstrumentFaultException>(() => move);
        Assert.Equal(StageMotion.Idle, await microscope.Stage.ReadMotionAsync(Token));
        Assert.InRange((await microscope.Stage.ReadPositionAsync(Token)).XMm, 0, 44);
        Assert.Contains("ALARM: the daemon is silent; last heard", watch.Error, StringComparison.Ordinal);
        using JsonDocument report = JsonDocument.Parse(watch.Output);
        Assert.True(report.RootElement.GetProperty("alarm").GetBoolean());
        JsonElement stop = report.RootElement.GetProperty("events").EnumerateArray().Last(entry => entry.GetProperty("kind").GetString() == "stop").GetProperty("stop");
        Assert.True(stop.GetProperty("blank_confirmed").GetBoolean() && stop.GetProperty("halt_confirmed").GetBoolean(), watch.Output);
        Assert.Contains("\"alarm\"", await File.ReadAllTextAsync(Path.Combine(folder.PathOf("lab"), AlarmFile.FileName), Token), StringComparison.Ordinal);
        Assert.StartsWith("the daemon is silent", await File.ReadAllTextAsync(folder.PathOf("alarm.txt"), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_DaemonEndsInGoodOrder_RaisesNoAlarm()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGTERM is sent through libc.");
        using var folder = new TemporaryFolder();
        await WriteInstrumentAsync(folder, """{"endpoints":{"sharksem":"127.0.0.1:9"}}""");
        using BuiltProgram serve = BuiltProgram.Start(folder.FullPath, "serve", "--urls", "http://127.0.0.1:0", "--data", folder.PathOf("lab"), "--instrument", folder.PathOf("instrument.yaml"));
        await serve.SaysAsync("serves at");
        using BuiltProgram watch = BuiltProgram.Start(folder.FullPath, "watch", "--data", folder.PathOf("lab"), "--instrument", folder.PathOf("instrument.yaml"), "--silence-s", "30", "--once");
        await watch.SaysAsync("a heartbeat is there");
        serve.AskToEnd();
        await watch.EndAsync(TimeSpan.FromMinutes(1));
        Assert.True(watch.ExitCode == 0, watch.Error);
        Assert.Contains("ended in good order", watch.Output, StringComparison.Ordinal);
        await serve.EndAsync(TimeSpan.FromSeconds(30));
    }

    private static async Task<Heartbeat?> BeatAsync(TemporaryFolder folder)
        => await new HeartbeatFile(Path.Combine(folder.PathOf("lab"), Heartbeat.FileName), TimeProvider.System).ReadAsync(Token);

    private static async Task<InstrumentConfiguration> WriteInstrumentAsync(TemporaryFolder folder, string ready)
    {
        using JsonDocument endpoints = JsonDocument.Parse(ready);
        string port = endpoints.RootElement.GetProperty("endpoints").GetProperty("sharksem").GetString()!.Split(':')[1];
        string shipped = await File.ReadAllTextAsync(Path.Combine(BuiltProgram.RepositoryRoot, "config", "instruments", "twin.yaml"), Token);
        await AtomicFile.WriteTextAsync(folder.PathOf("instrument.yaml"), shipped.Replace("port: 8300", $"port: {port}", StringComparison.Ordinal), Token);
        return await InstrumentConfiguration.LoadAsync(folder.PathOf("instrument.yaml"), Token);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, BuiltProgram program, string what)
    {
        long begun = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMinutes(1) && !program.HasExited, $"Waited in vain for {what}. Standard output:\n{program.Output}\nStandard error:\n{program.Error}");
            await Task.Delay(20, Token);
        }
    }
}
