using System.Globalization;
using LtoAutoscope.Instruments.SharkSem;

namespace LtoAutoscope.Instruments.Tests.SharkSem;

/// <summary>A message of a golden transcript: its bytes, and what they mean.</summary>
public sealed record Transcript(string Direction, string Function, byte[] Bytes, uint Id, ushort Flags, string[] Arguments)
{
    public static IReadOnlyList<Transcript> Load(string file)
    {
        var messages = new List<Transcript>();
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "firmware-protocols", "sharksem", "transcripts", file));
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 || lines[i][0] is not ('>' or '<')) continue;
            string[] words = lines[i].Split(' ', 3);
            string[] meaning = lines[i + 1].Split(' ');
            Assert.Equal("decoded", meaning[0]);
            messages.Add(new Transcript(
                words[0], words[1], Convert.FromHexString(words[2].Replace(" ", "", StringComparison.Ordinal)),
                uint.Parse(meaning[1]["id=".Length..], CultureInfo.InvariantCulture),
                ushort.Parse(meaning[2]["flags=".Length..], CultureInfo.InvariantCulture), meaning[3..]));
        }

        Assert.NotEmpty(messages);
        return messages;
    }

    /// <summary>The message as our own writer makes it.</summary>
    public byte[] Encode()
    {
        var body = new SharkSemBodyWriter();
        foreach (string argument in Arguments)
        {
            if (argument.StartsWith("i:", StringComparison.Ordinal)) body.Int(int.Parse(argument[2..], CultureInfo.InvariantCulture));
            else body.Float(double.Parse(argument[2..], CultureInfo.InvariantCulture));
        }

        return SharkSemMessage.Encode(Function, Id, (SharkSemFlags)Flags, body.ToArray());
    }
}
