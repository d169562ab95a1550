using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Conformance;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Instruments.Recording;
using LtoAutoscope.Twin.Replay;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>instrument replay</c>: a recording plays the instrument against the driver, or against any program that connects.</summary>
internal static class InstrumentReplayVerb
{
    private const int Shown = 20;

    public static Command Create()
    {
        var file = new Argument<string>("recording") { Description = "A file of 'instrument record', or the wire/ folder of a data folder." };
        var speed = new Option<double>("--speed") { Description = "How much faster than recorded the answers come; 0 for at once.", HelpName = "X", DefaultValueFactory = _ => 1 };
        var steps = new Option<string[]>("--do") { Description = "What the driver does: read, stop, or a move such as x=1.5,y=-2; several in order. Without it the driver reads as often as was recorded.", HelpName = "STEP", AllowMultipleArgumentsPerToken = true };
        var serve = new Option<bool>("--serve") { Description = "Only play the instrument, for another program, until Ctrl+C." };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("replay", "Let a recording play the instrument and tell by line where the driver does something else. Exits 0 only without a difference.") { file, speed, steps, serve, json };
        InstrumentChoice choice = InstrumentChoice.For(command);
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            double factor = parsed.GetValue(speed);
            if (!(factor >= 0 && double.IsFinite(factor))) throw new InputException("the speed is out of range", "--speed", "Give 0 for at once, 1 for the recorded speed, or any factor");
            WireLog log = await WireLog.ReadAsync(parsed.GetValue(file)!, cancel).ConfigureAwait(false);
            foreach (string warning in log.Warnings) await Console.Error.WriteLineAsync(warning).ConfigureAwait(false);
            var replay = new WireReplay(log, TimeProvider.System, factor == 0 ? double.PositiveInfinity : factor);
            if (replay.Endpoints.Count == 0) throw new InputException("no connection was recorded", parsed.GetValue(file)!, "Name a recording of an instrument");
            var console = new VerbConsole(parsed.GetValue(json));
            if (parsed.GetValue(serve)) return await ServeAsync(replay, console, cancel).ConfigureAwait(false);
            IReadOnlyList<Step> wanted = [.. (parsed.GetValue(steps) ?? []).Select(Step.Parse)];
            return await RunAsync(await choice.LoadAsync(parsed, cancel).ConfigureAwait(false), replay, wanted, console, cancel).ConfigureAwait(false);
        }, token));
        return command;
    }

    private static async Task<int> ServeAsync(WireReplay replay, VerbConsole console, CancellationToken cancellationToken)
    {
        ReplayHost host = await ReplayHost.StartAsync(replay, TimeProvider.System, NullLoggerFactory.Instance, cancellationToken).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            console.WriteJson(new { Endpoints = host.Endpoints.Select(entry => new { Recorded = entry.Key, Here = entry.Value }) });
            console.WriteLine($"{string.Join(", ", host.Endpoints.Select(entry => $"{entry.Key} on {entry.Value}"))}; Ctrl+C ends it.");
            await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
            foreach (WireDifference difference in replay.Differences) await Console.Error.WriteLineAsync(difference.ToString()).ConfigureAwait(false);
            return replay.Differences.Count == 0 ? ExitCode.Success : ExitCode.Failure;
        }
    }

    private static async Task<int> RunAsync(InstrumentConfiguration configuration, WireReplay replay, IReadOnlyList<Step> steps, VerbConsole console, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        ReplayHost host = await ReplayHost.StartAsync(replay, TimeProvider.System, NullLoggerFactory.Instance, cancellationToken).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            try
            {
                InterlockedMicroscope microscope = await InstrumentFactory.ConnectAsync(
                    InstrumentPart.Redirect(configuration, host.Endpoints), TimeProvider.System, NullLoggerFactory.Instance, cancellationToken, null, new ImageFileReader()).ConfigureAwait(false);
                await using (microscope.ConfigureAwait(false))
                {
                    if (steps.Count == 0) await ReadThroughAsync(microscope, replay, cancellationToken).ConfigureAwait(false);
                    foreach (Step step in steps)
                    {
                        if (await step.TryAsync(microscope, cancellationToken).ConfigureAwait(false) is not { } fault) continue;
                        faults.Add($"{step.Text}: {fault}");
                        console.WritePlain($"{step.Text}: {fault}");
                    }
                }
            }
            catch (InstrumentFaultException fault)
            {
                faults.Add(fault.Message);
                console.WritePlain(fault.Message);
            }
        }

        IReadOnlyList<WireDifference> differences = replay.Finish();
        console.WriteJson(new { replay.Questions, replay.Matched, replay.Repeated, Faults = faults, Differences = differences });
        console.WriteLine($"{replay.Matched} of {replay.Questions} recorded questions were asked, {replay.Repeated} more often; {differences.Count} differences, {faults.Count} faults");
        foreach (WireDifference difference in differences.Take(Shown)) console.WritePlain(difference.ToString());
        if (differences.Count > Shown) console.WritePlain($"and {differences.Count - Shown} more; --json tells them all");
        if (differences.Count == 0) return ExitCode.Success;
        await Console.Error.WriteLineAsync($"The driver does not do what it did when this was recorded, first at {differences[0]}.").ConfigureAwait(false);
        return ExitCode.Failure;
    }

    /// <summary>Reads until everything that was recorded has been asked, or a reading brings nothing new.</summary>
    private static async Task ReadThroughAsync(InterlockedMicroscope microscope, WireReplay replay, CancellationToken cancellationToken)
    {
        for (int before = -1; replay.Matched < replay.Questions && replay.Matched > before;)
        {
            before = replay.Matched;
            InstrumentStatus status = await microscope.ReadStatusAsync(cancellationToken).ConfigureAwait(false);
            if (!status.IsReachable) return;
        }
    }

    private sealed record Step(string Text, Func<InterlockedMicroscope, CancellationToken, Task> Act)
    {
        public static Step Parse(string text)
        {
            if (text == "read") return new Step(text, (microscope, token) => microscope.ReadStatusAsync(token));
            if (text == "stop") return new Step(text, (microscope, token) => microscope.StopAsync(token));
            var target = new StageTarget();
            foreach (string part in text.Split(','))
            {
                string[] pair = part.Split('=');
                if (pair.Length != 2 || !StageAxis.Names.Contains(pair[0]) || !double.TryParse(pair[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
                    throw new InputException($"'{text}' is no step", "--do", "Write read, stop, or a move such as x=1.5,y=-2");
                StageTarget one = new StageAxis(pair[0]).Target(value);
                target = new StageTarget(one.XMm ?? target.XMm, one.YMm ?? target.YMm, one.ZMm ?? target.ZMm, one.RotationDeg ?? target.RotationDeg, one.TiltDeg ?? target.TiltDeg);
            }

            return new Step(text, (microscope, token) => microscope.Stage.MoveAsync(target, token));
        }

        public async Task<string?> TryAsync(InterlockedMicroscope microscope, CancellationToken cancellationToken)
        {
            try
            {
                await Act(microscope, cancellationToken).ConfigureAwait(false);
                return null;
            }
            catch (InstrumentFaultException fault)
            {
                return fault.Message;
            }
        }
    }
}
