using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Twin.Motion;

namespace LtoAutoscope.Twin.Tests.Servers.Grbl;

/// <summary>A hostile host: real words with wrong numbers, real-time bytes in odd places, rubbish.</summary>
public sealed class GrblFuzzTests
{
    private static readonly string[] Words =
    [
        "G0", "G1", "G4", "G10", "G20", "G21", "G28", "G28.1", "G30", "G38.2", "G43.1", "G49", "G53", "G54", "G59", "G80", "G90", "G91", "G92", "G92.1", "G93", "G94", "G2", "M0", "M2", "M3", "M9",
        "X1", "X-60", "Y3.25", "Z20", "Z99999999999999999999", "F100", "F0", "F-1", "F1e9", "P0.1", "P99", "L2", "L20", "S5", "T1", "N7", "I1", "$", "$$", "$J=", "$H", "$X", "$C", "$G", "$#", "$N", "$N0=",
        "$I=", "$SLP", "$RST=*", "$10=", "$13=1", "$20=0", "$21=1", "$22=0", "$100=", "$120=0", "$110=1", "(", ")", ";", "/", "?", "!", "~", "\x18", "\x84", "\x85", "\x90", "\xA1", "\x80", "\xFF", "\0", "", "..", "-",
    ];

    private static readonly Gen<string> Line =
        from words in OneOf(Words).Array[1, 6]
        from end in OneOf("\n", "\n", "\n", "\r\n", "\r", "")
        select string.Concat(words) + end;

    private static readonly Gen<string> Rubbish = Gen.Byte.Array[0, 300].Select(Encoding.Latin1.GetString);

    private static readonly Gen<string> Hostile = Gen.Frequency((9, Line), (1, Rubbish));

    private static Gen<string> OneOf(params string[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    [Fact]
    public void Receive_HundredThousandHostileLines_NeitherThrowsNorLeavesTheTravelAndAnswersAfterAReset()
        => Hostile.Array[1000].Sample(
            lines =>
            {
                var bench = new GrblBench();
                StageOptions stage = bench.Microscope.Stage.Options;
                foreach (string line in lines)
                {
                    bench.Send(line);
                    bench.Wait(0.01);
                }

                bench.Wait(0.2);
                StagePosition place = bench.Microscope.Stage.True;
                Assert.InRange(place.XMm, stage.X.Low - 1e-6, stage.X.High + 1e-6);
                Assert.InRange(place.ZMm, stage.Z.Low - 1e-6, stage.Z.High + 1e-6);
                // A start-up line ($N0=) that the lines before have stored runs at a reset, and may move, or raise an alarm that only the next reset ends.
                bench.Send("\x18");
                bench.Wait(2);
                bench.Send("\x18");
                bench.Wait(2);
                bench.Take();
                bench.Send("$X\n");
                Assert.EndsWith("ok\r\n", bench.Take(), StringComparison.Ordinal);
                bench.Send("?");
                Assert.Matches(@"^<(Idle|Run)\|[MW]Pos:[-0-9.,]+\|", bench.Take());
            },
            iter: 100, threads: 1);

    [Fact]
    // M2 and M30 wait for motion, which a feed of nearly nothing makes endless.
    public void Receive_AnyLine_GivesOneAnswer()
        => OneOf(Words.Where(word => word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-') && word is not ("M0" or "M2" or "M30" or "X-60" or "P99")).ToArray())
            .Array[1, 5].Select(string.Concat).Array[1, 20].Sample(
            lines =>
            {
                var bench = new GrblBench();
                bench.Send("$20=0\n");
                bench.Take();
                foreach (string line in lines)
                {
                    // One line at a time, or the receive buffer would lose some behind a dwell.
                    bench.Send(line + "\n");
                    string told = bench.Take();
                    for (int i = 0; i < 600 && told.Length == 0; i++)
                    {
                        bench.Wait(0.5);
                        told = bench.Take();
                    }

                    Assert.Equal((line, 1), (line, Regex.Count(told, "(?<![^\n])(ok|error:[0-9]+)\r\n")));
                }

                bench.Wait(0.5);
                Assert.Equal("", bench.Take());
            },
            iter: 30, threads: 1);

    [Fact]
    public async Task Serve_ThousandHostileLinesOverASocket_StaysAnswering()
    {
        await using TwinHost twin = await WireClient.StartAsync("grbl", false, 20);
        var random = new Random(7);
        // A stored start-up line is the host's own order for every later reset, and may dwell, pause or move then: it is left out.
        string[] words = [.. Words.Where(word => word != "$N0=")];
        await using (WireClient hostile = await WireClient.ConnectAsync(twin.Endpoints["grbl"]))
        {
            for (int i = 0; i < 1000; i++)
                await hostile.SendAsync(string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => words[random.Next(words.Length)])) + "\n");
        }

        await using WireClient client = await WireClient.ConnectAsync(twin.Endpoints["grbl"]);
        await client.AskAsync("", "Grbl 1.1h");

        // Resets that the hostile host left on the wire may still come after ours, each with a banner and an alarm of its own.
        string status = "";
        for (int i = 0; i < 20 && !Regex.IsMatch(status, @"<Idle\|[MW]Pos:"); i++)
        {
            await client.AskAsync("\x18", "Grbl 1.1h");
            await client.AskAsync("$X\n", "ok\r\n");
            status = await client.AskAsync("?", ">\r\n");
        }

        Assert.Matches(@"<Idle\|[MW]Pos:", status);
    }
}
