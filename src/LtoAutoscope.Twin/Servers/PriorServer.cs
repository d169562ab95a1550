using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Twin.Motion;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Twin.Servers;

/// <summary>The twin's stage behind the Prior ProScan protocol in standard mode, on a pseudo-terminal.</summary>
[SupportedOSPlatform("linux")]
public sealed class PriorServer : IAsyncDisposable
{
    private const double StepMm = 1e-4;
    private const int NotUnderstood = 4;
    private const int OutOfRange = 8;
    private readonly PseudoTerminal _terminal;
    private readonly TwinMicroscope _microscope;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _serving;

    private PriorServer(PseudoTerminal terminal, TwinMicroscope microscope, ILogger logger)
    {
        (_terminal, _microscope, _logger) = (terminal, microscope, logger);
        _serving = Task.Run(ServeAsync);
    }

    /// <summary>The serial port for a driver.</summary>
    public string Path => _terminal.Path;

    /// <summary>Opens a pseudo-terminal and serves it.</summary>
    public static PriorServer Start(TwinMicroscope microscope, ILoggerFactory loggerFactory)
        => new(PseudoTerminal.Open(), microscope, loggerFactory.CreateLogger<PriorServer>());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _terminal.Dispose();
    }

    /// <summary>The answer to a command line, without its end; null for an empty line.</summary>
    internal string? Answer(string line)
    {
        string[] words = line.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0) return null;
        StagePosition place = _microscope.Stage.Reported;
        return (words[0].ToUpperInvariant(), words.Length) switch
        {
            ("COMP", 2) => "0",
            ("$", 1) => _microscope.Stage.IsBusy ? "3" : "0",
            ("RES", 2) => "0.1",
            ("PX", 1) => Steps(place.XMm),
            ("PY", 1) => Steps(place.YMm),
            ("PZ", 1) => Steps(place.ZMm),
            ("G", 3) => Move(words, 0, 0),
            ("GR", 3) => Move(words, place.XMm, place.YMm),
            ("U", 2) => Lift(words[1], 1, place.ZMm),
            ("D", 2) => Lift(words[1], -1, place.ZMm),
            ("K", 1) or ("I", 1) => Halt(),
            _ => Error(NotUnderstood),
        };
    }

    private static string Steps(double mm) => ((long)Math.Round(mm / StepMm)).ToString(CultureInfo.InvariantCulture);

    private static string Error(int number) => $"E,{number}";

    private static bool Number(string text, out long value) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private string Halt()
    {
        _microscope.Stage.Stop();
        return "R";
    }

    private string Move(string[] words, double fromX, double fromY)
    {
        if (!Number(words[1], out long x) || !Number(words[2], out long y)) return Error(NotUnderstood);
        StageOptions stage = _microscope.Stage.Options;
        (double targetX, double targetY) = (fromX + x * StepMm, fromY + y * StepMm);
        if (targetX < stage.X.Low || targetX > stage.X.High || targetY < stage.Y.Low || targetY > stage.Y.High) return Error(OutOfRange);
        _microscope.Stage.MoveTo([targetX, targetY]);
        return "R";
    }

    private string Lift(string steps, int sign, double from)
    {
        if (!Number(steps, out long count)) return Error(NotUnderstood);
        double target = from + sign * count * StepMm;
        AxisOptions z = _microscope.Stage.Options.Z;
        if (target < z.Low || target > z.High) return Error(OutOfRange);
        _microscope.Stage.MoveTo([null, null, target]);
        return "R";
    }

    private async Task ServeAsync()
    {
        var buffer = new byte[256];
        var line = new StringBuilder();
        try
        {
            while (true)
            {
                int read = await _terminal.ReadAsync(buffer, _microscope.Clock.Wall, _closing.Token).ConfigureAwait(false);
                foreach (char value in Encoding.ASCII.GetString(buffer, 0, read))
                {
                    if (value is not ('\r' or '\n'))
                    {
                        line.Append(value);
                        continue;
                    }

                    if (Answer(line.ToString()) is { } answer) _terminal.Write(Encoding.ASCII.GetBytes(answer + "\r"));
                    line.Clear();
                }
            }
        }
        catch (IOException failure)
        {
            _logger.LogWarning(failure, "The pseudo-terminal {Path} is gone", Path);
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }
}
