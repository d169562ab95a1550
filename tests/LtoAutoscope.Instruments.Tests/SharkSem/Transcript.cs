using System.Globalization;
using LtoAutoscope.Instruments.SharkSem;

namespace LtoAutoscope.Instruments.Tests.SharkSem;

/// <summary>A message of a golden transcript: its bytes, and what they mean; or a step "wait", whose function is the part to wait for.</summary>
public sealed record Transcript(string Direction, string Function, byte[] Bytes, uint Id, ushort Flags, string[] Arguments)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "firmware-protocols", "sharksem", "transcripts");

    public bool IsWait => Direction == "wait";

    public ReadOnlyMemory<byte> Body => Bytes.AsMemory(SharkSemHeader.Size);

    public static IReadOnlyList<string> Files => [.. Directory.GetFiles(Folder, "*.txt").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>The messages of a transcript.</summary>
    public static IReadOnlyList<Transcript> Load(string file) => [.. LoadSteps(file).Where(step => !step.IsWait)];

    /// <summary>The messages and the waits between them.</summary>
    public static IReadOnlyList<Transcript> LoadSteps(string file)
    {
        var steps = new List<Transcript>();
        string[] lines = File.ReadAllLines(Path.Combine(Folder, file));
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("wait ", StringComparison.Ordinal)) steps.Add(new Transcript("wait", lines[i][5..], [], 0, 0, []));
            if (lines[i].Length == 0 || lines[i][0] is not ('>' or '<')) continue;
            string[] words = lines[i].Split(' ', 3);
            string[] meaning = lines[i + 1].Split(' ');
            Assert.Equal("decoded", meaning[0]);
            steps.Add(new Transcript(
                words[0], words[1], Convert.FromHexString(words[2].Replace(" ", "", StringComparison.Ordinal)),
                uint.Parse(meaning[1]["id=".Length..], CultureInfo.InvariantCulture),
                ushort.Parse(meaning[2]["flags=".Length..], CultureInfo.InvariantCulture), meaning[3..]));
        }

        Assert.NotEmpty(steps);
        return steps;
    }

    /// <summary>The text of a string argument.</summary>
    public static string Text(string argument) => Uri.UnescapeDataString(argument[2..]);

    /// <summary>The message as our own writer makes it.</summary>
    public byte[] Encode()
    {
        var body = new SharkSemBodyWriter();
        foreach (string argument in Arguments)
        {
            string value = argument[2..];
            _ = argument[0] switch
            {
                'i' => body.Int(int.Parse(value, CultureInfo.InvariantCulture)),
                'u' => body.UInt(uint.Parse(value, CultureInfo.InvariantCulture)),
                's' => body.String(Text(argument)),
                'b' => body.Bytes(Convert.FromHexString(value)),
                _ => body.Float(double.Parse(value, CultureInfo.InvariantCulture)),
            };
        }

        return SharkSemMessage.Encode(Function, Id, (SharkSemFlags)Flags, body.ToArray());
    }
}
