using System.Globalization;
using System.Text;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Twin.Motion;

namespace LtoAutoscope.Twin.Servers;

/// <summary>The twin's stage behind the Prior ProScan protocol in standard mode.</summary>
/// <param name="microscope">The microscope.</param>
public sealed class PriorServer(TwinMicroscope microscope) : IWireServer
{
    private const double StepMm = 1e-4;
    private const int NotUnderstood = 4;
    private const int OutOfRange = 8;

    /// <inheritdoc/>
    public async Task ServeAsync(IByteLink link, CancellationToken cancellationToken)
    {
        var buffer = new byte[256];
        var line = new StringBuilder();
        while (await link.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            foreach (char value in Encoding.ASCII.GetString(buffer, 0, read))
            {
                if (value is not ('\r' or '\n'))
                {
                    line.Append(value);
                    continue;
                }

                if (Answer(line.ToString()) is { } answer) await link.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r"), cancellationToken).ConfigureAwait(false);
                line.Clear();
            }
        }
    }

    /// <summary>The answer to a command line, without its end; null for an empty line.</summary>
    internal string? Answer(string line)
    {
        string[] words = line.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0) return null;
        StagePosition place = microscope.Stage.Reported;
        return (words[0].ToUpperInvariant(), words.Length) switch
        {
            ("COMP", 2) => "0",
            ("$", 1) => microscope.Stage.IsBusy ? "3" : "0",
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
        microscope.Stage.Stop();
        return "R";
    }

    private string Move(string[] words, double fromX, double fromY)
    {
        if (!Number(words[1], out long x) || !Number(words[2], out long y)) return Error(NotUnderstood);
        StageOptions stage = microscope.Stage.Options;
        (double targetX, double targetY) = (fromX + x * StepMm, fromY + y * StepMm);
        if (targetX < stage.X.Low || targetX > stage.X.High || targetY < stage.Y.Low || targetY > stage.Y.High) return Error(OutOfRange);
        microscope.Stage.MoveTo([targetX, targetY]);
        return "R";
    }

    private string Lift(string steps, int sign, double from)
    {
        if (!Number(steps, out long count)) return Error(NotUnderstood);
        double target = from + sign * count * StepMm;
        AxisOptions z = microscope.Stage.Options.Z;
        if (target < z.Low || target > z.High) return Error(OutOfRange);
        microscope.Stage.MoveTo([null, null, target]);
        return "R";
    }
}
