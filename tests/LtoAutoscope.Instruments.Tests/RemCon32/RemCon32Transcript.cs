using System.Globalization;

namespace LtoAutoscope.Instruments.Tests.RemCon32;

/// <summary>One step of a golden exchange: bytes to the device, bytes to the host, or a pause.</summary>
internal sealed record RemCon32Transcript(char Kind, string Text)
{
    /// <summary>What goes to the device.</summary>
    public const char Request = '>';

    /// <summary>What comes back.</summary>
    public const char Answer = '<';

    /// <summary>A pause, ms.</summary>
    public const char Pause = '~';

    public int Milliseconds => int.Parse(Text, CultureInfo.InvariantCulture);

    public static IReadOnlyList<RemCon32Transcript> Load(string file)
    {
        var steps = new List<RemCon32Transcript>();
        foreach (string line in File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "firmware-protocols", "remcon32", "transcripts", file)))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            Assert.Contains(line[0], (char[])[Request, Answer, Pause]);
            steps.Add(new RemCon32Transcript(line[0], line[2..].Replace("\\r", "\r", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal)));
        }

        Assert.NotEmpty(steps);
        return steps;
    }
}
