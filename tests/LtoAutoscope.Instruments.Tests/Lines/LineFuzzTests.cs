using System.Text;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.Tests.Xl30;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Twin.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>Broken bytes of every kind. <see cref="Fuzz"/> tells how many; <c>LTO_FUZZ=full</c> runs 10⁶ a protocol in process and 1000 over a wire.</summary>
public sealed class LineFuzzTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(Fuzz.IsFull ? 30 : 3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Protocols() => TroubledBench.Protocols();

    /// <summary>Every protocol that is data.</summary>
    public static TheoryData<string> AllProtocols() => [.. ProtocolLibrary.Names()];

    [Theory]
    [MemberData(nameof(AllProtocols))]
    public async Task Reading_MutatedAnswers_IsAnAnswerOrANamedFault(string protocol)
    {
        ProtocolDefinition definition = ProtocolLibrary.Load(protocol);
        LineCommand[] commands = [.. definition.Commands.Values];
        var random = new Random(20260807);
        int answers = 0, faults = 0;
        for (int i = 0; i < Fuzz.InProcess; i++)
        {
            LineCommand command = commands[random.Next(commands.Length)];
            byte[] bytes = Encoding.Latin1.GetBytes(TrueAnswer(definition, command, random));
            for (int times = random.Next(4); times > 0; times--) bytes = Xl30Mutation.Of(bytes, random);
            await using var receiver = new LineReceiver(new FedLink(bytes), definition.Framing, PatientTime.Instance);
            try
            {
                LineAnswer answer = await new LineReading(definition, command, "?", "fed", TimeSpan.FromSeconds(5), receiver, PatientTime.Instance).ReadAsync(Token);
                Assert.All(answer.Values.Values, value => Assert.True(value.Number is null || double.IsFinite(value.Number.Value)));
                answers++;
            }
            catch (InstrumentFaultException)
            {
                faults++;
            }

            // The other direction: what a server makes of a broken request.
            string request = Encoding.Latin1.GetString(Xl30Mutation.Of(Encoding.Latin1.GetBytes(command.Request.Template), random));
            command.Request.Match(request);
            for (int other = 0; other < 3; other++) commands[random.Next(commands.Length)].Request.Match(request);
        }

        Assert.True(answers > 0 && faults > 0);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Driver_HostileDevice_NeitherFallsNorHangsNorMovesUnasked(string protocol)
    {
        await using TroubledBench bench = TroubledBench.Start(protocol);
        ProtocolDefinition definition = ProtocolLibrary.Load(protocol);
        definition = definition with { Resynchronise = definition.Resynchronise with { Quiet = TimeSpan.FromMilliseconds(2), Longest = TimeSpan.FromMilliseconds(200) } };
        var settings = new LineSettings
        {
            Limits = LineBench.Limits, AnswerTimeout = TimeSpan.FromMilliseconds(25), MoveTimeout = TimeSpan.FromMilliseconds(300), Poll = TimeSpan.FromMilliseconds(2), PositionLag = TimeSpan.Zero,
            StopReadBackTimeout = TimeSpan.FromMilliseconds(50),
        };
        await using LineInstrument driver = await Patience.AskAsync(() => LineInstrument.ConnectAsync(
            definition, settings, token => LineBench.OpenAsync(bench.Endpoint, token), PatientTime.Instance, NullLoggerFactory.Instance, Token));
        var random = new Random(20260807);
        var mutating = new Lock();
        bench.Wire.Change = bytes =>
        {
            lock (mutating) return random.Next(3) == 0 ? Xl30Mutation.Of(bytes, random) : bytes;
        };
        LineCommand[] moves = [.. definition.Stage!.Move.Select(name => definition.Commands[name])];
        int answered = 0;
        for (int i = 0; i < Fuzz.OverAWire; i++)
        {
            bench.Wire.TakeAsked();
            bool isMove = i % 10 == 9;
            try
            {
                Task doing = isMove ? driver.Stage!.MoveAsync(StageTarget.Planar(i % 7, i % 5), Token) : i % 2 == 0 ? driver.Stage!.ReadPositionAsync(Token) : driver.Stage!.ReadMotionAsync(Token);
                await doing.WaitAsync(Longest, Token);
                answered++;
            }
            catch (InstrumentFaultException)
            {
                // By name, and in time.
            }

            string[] sent = Requests(definition, bench.Wire.TakeAsked());
            Assert.DoesNotContain(sent, text => definition.WhyForbidden(text) is not null);
            int sentMoves = sent.Count(text => moves.Any(move => move.Request.Match(text) is not null));
            Assert.InRange(sentMoves, 0, isMove ? 3 : 0);
        }

        Assert.True(answered > 0);
        bench.Wire.Change = null;
        // And the line recovers, unless the stage is in a state that a person has to look at.
        await Patience.AskAsync(() => driver.Stage!.ReadPositionAsync(Token).WaitAsync(Longest, Token));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Server_HostileClient_GoesOnAnswering(string protocol)
    {
        await using TroubledBench bench = TroubledBench.Start(protocol);
        ProtocolDefinition definition = ProtocolLibrary.Load(protocol);
        string[] good = [.. LineTranscript.All(protocol).SelectMany(transcript => transcript.Steps).Where(step => step.Kind == '>').Select(step => LineTranscript.Unescape(step.Text))];
        var random = new Random(20260807);
        await using IByteLink client = await LineBench.OpenAsync(bench.Endpoint, Token);
        var reader = new AnswerReader(client);
        for (int i = 0; i < Fuzz.Requests; i++)
        {
            byte[] bytes = Encoding.Latin1.GetBytes(good[random.Next(good.Length)]);
            for (int times = random.Next(4); times > 0; times--) bytes = Xl30Mutation.Of(bytes, random);
            await client.WriteAsync(bytes, Token);
            if (i % 50 == 0) await reader.RestAsync(Token);
        }

        (string request, string wanted) = protocol switch
        {
            "prior" => ("\rCOMP\rVERSION\r", "100"),
            "tango" => ("\r?version\r", "TANGO-DESKTOP"),
            "corvus" => (" x \nidentify ", "Corvus 1"),
            "smaract-cu" => ("\n:I\n", "SmarAct CU-3D"),
            "pi" => ("\nERR?\nERR?\n*IDN?\n", "Physik Instrumente"),
            _ => ("\n\x18?", "Grbl 1.1h"),
        };
        for (int i = 0; i < 3; i++) await reader.RestAsync(Token);
        await client.WriteAsync(Encoding.Latin1.GetBytes(request), Token);
        Assert.True(await reader.FindAsync(wanted, TimeSpan.FromSeconds(20), Token), $"{definition.Name} does not answer any more");
    }

    private static string[] Requests(ProtocolDefinition definition, string sent)
        => definition.Framing.IsPostfix
            ? System.Text.RegularExpressions.Regex.Matches(sent, @"(?:[-+0-9.]+ )*[A-Za-z?]+ ").Select(match => match.Value.Trim()).ToArray()
            : sent.Split([.. definition.Commands.Values.Where(command => command.IsRaw).Select(command => command.Request.Template[0]), '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static string TrueAnswer(ProtocolDefinition definition, LineCommand command, Random random)
    {
        LineFraming framing = definition.Framing;
        var text = new StringBuilder();
        if (framing.Accepted.Length > 0 && !command.IsRaw) text.Append(framing.Accepted).Append(framing.ReplyEnd);
        for (int i = 0; i < command.Reply.Count; i++)
        {
            text.Append(command.Reply[i].Write(slot => random.Next(8) == 0 ? LineValue.Of(random.Next(2)) : LineValue.Of(Math.Round((random.NextDouble() - 0.5) * 1e6))));
            text.Append(i + 1 < command.Reply.Count ? framing.More : "").Append(framing.ReplyEnd);
        }

        if (framing.Completion.Length > 0 && !command.IsRaw) text.Append(framing.Completion).Append(framing.ReplyEnd);
        if (definition.Errors.Replies.Count > 0 && random.Next(10) == 0) text.Clear().Append(definition.Errors.Replies[0].Write(_ => LineValue.Of(random.Next(40)))).Append(framing.ReplyEnd);
        return text.ToString();
    }
}
