using System.Text;
using CsCheck;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Twin.Motion;
using LtoAutoscope.Twin.Servers.Gcs;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Twin.Tests.Servers.Gcs;

/// <summary>A hostile host: real words with wrong arguments, single bytes in odd places, rubbish.</summary>
public sealed class GcsFuzzTests
{
    private static readonly string[] Words =
    [
        "MOV", "MVR", "MOV?", "POS", "POS?", "SVO", "SVO?", "FRF", "FNL", "FPL", "FRF?", "RON", "VEL", "VEL?", "ACC", "DEC", "HLT", "STP", "ERR?", "*IDN?", "HLP?", "HPA?",
        "SPA", "SPA?", "SAI?", "ONT?", "TMN?", "TMX?", "CST?", "SRG?", "IFC?", "LIM?", "TRS?", "GOH", "VER?", "#5", "mov", "FOO", "",
    ];

    private static readonly string[] Arguments =
    [
        "1", "2", "3", "4", "0", "-1", "5.5", "1e9", "-1e308", "1e-300", "NaN", "Infinity", "0x32", "0x49", "0xFFFFFFFFFF", "ALL", "=", "\x05", "\x18", "\x07", "\0", "\xFF", "255", "1 0", "9999999999",
    ];

    private static readonly Gen<string> Line =
        from address in OneOf("", "", "", "1 ", "2 ", "255 ", "1 0 ")
        from word in OneOf(Words)
        from arguments in OneOf(Arguments).Array[0, 6]
        from end in OneOf("\n", "\n", "\n", "\r\n", "", " \n")
        select $"{address}{word} {string.Join(' ', arguments)}{end}";

    private static readonly Gen<string> Rubbish = Gen.Byte.Array[0, 400].Select(Encoding.Latin1.GetString);

    private static readonly Gen<string> Hostile = Gen.Frequency((9, Line), (1, Rubbish));

    private static Gen<string> OneOf(params string[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    [Fact]
    public void Receive_HundredThousandHostileLines_NeitherThrowsNorLeavesTheTravelAndAnswersAfterwards()
    {
        var time = new FakeTimeProvider();
        TwinMicroscope microscope = GcsServerTests.Microscope(time);
        GcsSession session = new GcsServer(microscope, new GcsOptions()).Open();
        StageOptions stage = microscope.Stage.Options;
        Hostile.Array[100].Sample(
            lines =>
            {
                foreach (string line in lines) GcsServerTests.Ask(session, line);
                time.Advance(TimeSpan.FromSeconds(1.7));
                StagePosition place = microscope.Stage.True;
                Assert.InRange(place.XMm, stage.X.Low - 1e-6, stage.X.High + 1e-6);
                Assert.InRange(place.ZMm, stage.Z.Low - 1e-6, stage.Z.High + 1e-6);
                GcsServerTests.Ask(session, "\nERR?\n");
                Assert.Matches("^(1=-?[0-9]+\\.[0-9]{6})\n$", GcsServerTests.Ask(session, "POS? 1\n"));
            },
            iter: 1000, threads: 1);
    }

    [Fact]
    public async Task Serve_ThousandHostileLinesOverASocket_StaysAnswering()
    {
        await using TwinHost twin = await WireClient.StartAsync("pi", false, 20);
        var random = new Random(5);
        await using (WireClient hostile = await WireClient.ConnectAsync(twin.Endpoints["pi"]))
        {
            for (int i = 0; i < 1000; i++)
            {
                IEnumerable<string> arguments = Enumerable.Range(0, random.Next(5)).Select(_ => Arguments[random.Next(Arguments.Length)]);
                await hostile.SendAsync($"{Words[random.Next(Words.Length)]} {string.Join(' ', arguments)}\n");
            }
        }

        await using WireClient client = await WireClient.ConnectAsync(twin.Endpoints["pi"]);
        await client.AskAsync("STP\n\n", "");
        Assert.EndsWith("\n1=1\n", "\n" + await client.AskAsync("ERR?\nSVO 1 1\nERR?\nSVO? 1\n", "1=1\n"), StringComparison.Ordinal);
    }
}
