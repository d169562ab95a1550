using System.CommandLine;
using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Instruments.Recording;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>instrument record</c>: connects, reads for a while, and keeps every byte in a file.</summary>
internal static class InstrumentRecordVerb
{
    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "The recording.", HelpName = "FILE", DefaultValueFactory = _ => "wire.log" };
        var seconds = new Option<double>("--seconds") { Description = "How long.", HelpName = "N", DefaultValueFactory = _ => 10 };
        var interval = new Option<double>("--interval") { Description = "Seconds from one reading to the next.", HelpName = "S", DefaultValueFactory = _ => 1 };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("record", "Read the instrument for some seconds and write what went over the wire to a file. Nothing is moved or set.") { output, seconds, interval, json };
        InstrumentChoice choice = InstrumentChoice.For(command);
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            if (parsed.GetValue(seconds) is not (> 0 and <= 86400)) throw new InputException("the time is out of range", "--seconds", "Give more than 0 and at most 86400 seconds");
            if (parsed.GetValue(interval) is not (>= 0.05 and <= 3600)) throw new InputException("the interval is out of range", "--interval", "Give 0.05 to 3600 seconds");
            InstrumentConfiguration configuration = await choice.LoadAsync(parsed, cancel).ConfigureAwait(false);
            return await RunAsync(configuration, parsed.GetValue(output)!, TimeSpan.FromSeconds(parsed.GetValue(seconds)), TimeSpan.FromSeconds(parsed.GetValue(interval)), new VerbConsole(parsed.GetValue(json)), cancel).ConfigureAwait(false);
        }, token));
        return command;
    }

    private static async Task<int> RunAsync(InstrumentConfiguration configuration, string file, TimeSpan duration, TimeSpan interval, VerbConsole console, CancellationToken cancellationToken)
    {
        int readings = 0;
        bool isReachable;
        var recorder = WireRecorder.ToFile(file, TimeProvider.System, wholeImages: true);
        await using (recorder.ConfigureAwait(false))
        {
            HeldInstrument held = await HeldInstrument.ConnectAsync(configuration, "instrument record", recorder, cancellationToken).ConfigureAwait(false);
            await using (held.ConfigureAwait(false))
            {
                long began = TimeProvider.System.GetTimestamp();
                while (true)
                {
                    InstrumentStatus status = await held.Microscope.ReadStatusAsync(cancellationToken).ConfigureAwait(false);
                    readings++;
                    isReachable = status.IsReachable;
                    TimeSpan left = duration - TimeProvider.System.GetElapsedTime(began);
                    if (!isReachable || left < interval) break;
                    await Task.Delay(interval, TimeProvider.System, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        int records = (await WireLog.ReadAsync(file, cancellationToken).ConfigureAwait(false)).Entries.Count;
        console.WriteJson(new { File = Path.GetFullPath(file), Readings = readings, Records = records, Bytes = new FileInfo(file).Length, recorder.Dropped, IsReachable = isReachable });
        console.WriteLine($"{records} records of {readings} readings in {file}{(recorder.Dropped > 0 ? $"; {recorder.Dropped} were lost, because the disk did not take them" : "")}");
        if (isReachable && recorder.Dropped == 0) return ExitCode.Success;
        await Console.Error.WriteLineAsync(isReachable ? $"{file}: records were lost. Use a faster or emptier disk." : "The instrument stopped answering; the recording holds what came before.").ConfigureAwait(false);
        return ExitCode.Failure;
    }
}
