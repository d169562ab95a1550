using System.Text;
using LtoAutoscope.Twin.Servers.Gcs;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Twin.Tests.Servers.Gcs;

public sealed class GcsServerTests
{
    [Theory]
    [InlineData("start-up.txt")]
    [InlineData("motion.txt")]
    [InlineData("errors.txt")]
    [InlineData("stop.txt")]
    [InlineData("daisy-chain.txt")]
    [InlineData("reference.txt")]
    public async Task Receive_GoldenTranscript_IsAnsweredToTheByte(string file)
    {
        var time = new FakeTimeProvider();
        GcsSession session = Server(time, new GcsOptions()).Open();
        var answers = new StringBuilder();
        await WireTranscript.Load("pi", file).PlayAsync(
            bytes =>
            {
                answers.Append(Encoding.Latin1.GetString(session.Receive(bytes)));
                return Task.CompletedTask;
            },
            seconds =>
            {
                time.Advance(TimeSpan.FromSeconds(seconds));
                return Task.CompletedTask;
            },
            _ =>
            {
                string got = answers.ToString();
                answers.Clear();
                return Task.FromResult(got);
            });
    }

    [Theory]
    [InlineData("start-up.txt", false)]
    [InlineData("motion.txt", true)]
    [InlineData("daisy-chain.txt", true)]
    [InlineData("errors.txt", false)]
    public async Task Serve_GoldenTranscript_IsAnsweredOverARealWire(string file, bool terminal)
    {
        Assert.SkipWhen(terminal && !OperatingSystem.IsLinux(), "pseudo-terminals are Linux's");
        const double Factor = 4;
        await using TwinHost twin = await WireClient.StartAsync("pi", terminal, Factor);
        await using WireClient client = await WireClient.ConnectAsync(twin.Endpoints["pi"]);
        await WireTranscript.Load("pi", file).PlayAsync(
            client.SendAsync, seconds => Task.Delay(TimeSpan.FromSeconds(seconds / Factor + 0.05), TestContext.Current.CancellationToken), client.ReceiveAsync);
    }

    [Fact]
    public void Move_WhileMoving_IsRedirectedAndArrives()
    {
        var time = new FakeTimeProvider();
        GcsSession session = Server(time, new GcsOptions()).Open();
        Ask(session, "MOV 1 30\n");
        time.Advance(TimeSpan.FromSeconds(2));
        Ask(session, "MOV 1 -4\n");
        Assert.Equal("1\n", Ask(session, "\x05"));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("1=-4.000000\n0\n", Ask(session, "POS? 1\nERR?\n"));
    }

    [Fact]
    public void Halt_WithAGentleDeceleration_StaysWithinTheTravel()
    {
        var time = new FakeTimeProvider();
        TwinMicroscope microscope = Microscope(time);
        GcsSession session = new GcsServer(microscope, new GcsOptions()).Open();
        Ask(session, "DEC 1 0.001\nMOV 1 50\n");
        time.Advance(TimeSpan.FromSeconds(11));
        Ask(session, "HLT 1\nERR?\n");
        time.Advance(TimeSpan.FromHours(2));
        Assert.InRange(microscope.Stage.True.XMm, 42, 50.0001);
        Assert.Equal("0\n", Ask(session, "\x05"));
    }

    [Fact]
    public void Begin_ColdController_WantsServoAndReferenceFirst()
    {
        var time = new FakeTimeProvider();
        GcsSession session = Server(time, new GcsOptions { Referenced = false, Servo = false }).Open();
        Assert.Equal("5\n", Ask(session, "MOV 1 1\nERR?\n"));
        Assert.Equal("5\n", Ask(session, "SVO 1 1\nMOV 1 1\nERR?\n"));
        Assert.Equal("0\n1=0.000000\n", Ask(session, "RON 1 0\nMVR 1 0\nERR?\nRON 1 1\nMOV? 1\n"));
        Ask(session, "FRF 1\n");
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("0\n1=1\n", Ask(session, "MOV 1 1\nERR?\nFRF? 1\n"));
    }

    [Fact]
    public void Move_SilentlyRefusedByTheStage_IsNeverOnTarget()
    {
        var time = new FakeTimeProvider();
        TwinMicroscope microscope = Microscope(time);
        GcsSession session = new GcsServer(microscope, new GcsOptions()).Open();
        microscope.Stage.RefuseNextMove();
        Ask(session, "MOV 1 5\n");
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("0\n0\n1=0\n1=0.000000\n", Ask(session, "ERR?\n\x05ONT? 1\nPOS? 1\n"));
    }

    [Fact]
    public void Help_ListsWhatIsUnderstood_AndEachLineButTheLastEndsInASpace()
    {
        GcsSession session = Server(new FakeTimeProvider(), new GcsOptions()).Open();
        string[] lines = Ask(session, "HLP?\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines[..^1], line => Assert.EndsWith(" ", line, StringComparison.Ordinal));
        Assert.Equal("end of help", lines[^1]);
        foreach (string word in lines[1..^1].Select(line => line.Split(' ')[0]).Where(word => word.EndsWith('?')))
            Assert.DoesNotContain("2\n", Ask(session, $"{word}\nERR?\n").Split('\n')[^2..]);
    }

    [Fact]
    public void Position_SetByHandWithoutReferenceMode_CountsFromThere()
    {
        var time = new FakeTimeProvider();
        TwinMicroscope microscope = Microscope(time);
        GcsSession session = new GcsServer(microscope, new GcsOptions { Referenced = false, Servo = true }).Open();
        Assert.Equal("5\n", Ask(session, "POS 1 10\nERR?\n"));
        Assert.Equal("0\n1=10.000000\n1=60.000000\n", Ask(session, "RON 1 0\nPOS 1 10\nERR?\nPOS? 1\nTMX? 1\n"));
        Ask(session, "MOV 1 12\n");
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(2, microscope.Stage.True.XMm, 1e-9);
    }

    internal static TwinMicroscope Microscope(TimeProvider time) => new(new TwinOptions { Stage = WireClient.ExactStage }, new FlatWorld(), time);

    internal static string Ask(GcsSession session, string text) => Encoding.Latin1.GetString(session.Receive(Encoding.Latin1.GetBytes(text)));

    private static GcsServer Server(TimeProvider time, GcsOptions options) => new(Microscope(time), options);
}
