using System.Text;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.Lines.Protocols;

namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>Every way in which a protocol may frame an answer, and what is wrong with one.</summary>
public sealed class LineFramingTests
{
    private const string Errors = "{reply: ['\\*{number:int}', 'error:{number:int}'], numbers: {613: {means: cannot be reached, fault: StageLimit}, 15: {means: beyond the travel, fault: StageLimit}}}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{}", "{request: A, reply: '{x:int}'}", "12\r", 12)]
    [InlineData("{reply_end: \"\\r\\n\"}", "{request: A, reply: '{x:int}'}", "\r\n\n12\r", 12)]
    [InlineData("{}", "{request: A, reply: '{x:int}'}", "\0 12 \r", 12)]
    [InlineData("{accepted: '@', refused: '#', reply_end: \"\\r\\n\"}", "{request: A, reply: '>{x:number}'}", "@\r\n>1E1\r\n", 10)]
    [InlineData("{completion: ok, reply_end: \"\\n\"}", "{request: A, reply: 'X{x:int}'}", "X3\nok\n", 3)]
    [InlineData("{completion: ok, reply_end: \"\\n\"}", "{request: A, reply: '[$]{n:int}={x:int}', many_lines: true}", "$1=7\nwelcome\n$2=8\nok\n", 8)]
    [InlineData("{more: ' ', reply_end: \"\\n\"}", "{request: A, reply: '{axis:int}={x:int}'}", "1=5 \n2=6\n", 6)]
    [InlineData("{skip_unexpected: true}", "{request: A, reply: '1={x:int}'}", "noise\r2=9\r1=4\r", 4)]
    [InlineData("{pushes: ['@{rest:text}']}", "{request: A, reply: '{x:int}'}", "@@@-.\r@M@\r5\r", 5)]
    [InlineData("{accepted: '@', completion: ok}", "{request: A, raw: true, reply: '{x:hex}'}", "0x1F\r", 31)]
    [InlineData("{}", "{request: A, reply: ['first', '{x:int}']}", "first\r2\r", 2)]
    public async Task Read_AnAnswer_GivesItsFigure(string framing, string command, string bytes, double wanted)
        => Assert.Equal(wanted, (await ReadAsync(framing, command, bytes)).Values["x"].Number);

    [Theory]
    [InlineData("{}", "{request: A, reply: '{x:int}'}", "twelve\r", Fault.MalformedAnswer)]
    [InlineData("{}", "{request: A, reply: '{x:int}'}", "1,2\r", Fault.MalformedAnswer)]
    [InlineData("{}", "{request: A, reply: '{x:int}'}", "12", Fault.LinkLost)]
    [InlineData("{longest_line: 8}", "{request: A, reply: '{x:int}'}", "1234567890\r", Fault.MalformedAnswer)]
    [InlineData("{}", "{request: A, reply: '{x:int}'}", "*7\r", Fault.CommandRejected)]
    [InlineData("{}", "{request: A, reply: '{x:int}'}", "*613\r", Fault.StageLimit)]
    [InlineData("{accepted: '@', refused: '#'}", "{request: A, reply: '>'}", ">\r", Fault.MalformedAnswer)]
    [InlineData("{accepted: '@', refused: '#', refused_linger_s: 0.05}", "{request: A, reply: '>'}", "#\r*613\r", Fault.StageLimit)]
    [InlineData("{accepted: '@', refused: '#'}", "{request: A, reply: '>'}", "@\r*613\r", Fault.StageLimit)]
    [InlineData("{completion: ok}", "{request: A}", "error:15\r", Fault.StageLimit)]
    [InlineData("{completion: ok}", "{request: A}", "okay\r", Fault.MalformedAnswer)]
    [InlineData("{completion: ok}", "{request: A, reply: '{x:int}', many_lines: true}", "1\rerror:15\rok\r", Fault.StageLimit)]
    [InlineData("{more: ' '}", "{request: A, reply: '{axis:int}={x:int}'}", "1=5 \r", Fault.LinkLost)]
    [InlineData("{}", "{request: A, reply: '{x:text}', must_match: TANGO}", "LSTEP\r", Fault.NotSupported)]
    [InlineData("{skip_unexpected: true}", "{request: A, reply: '{x:int}'}", "no\rnor\r", Fault.LinkLost)]
    public async Task Read_WhatIsNoAnswer_IsANamedFault(string framing, string command, string bytes, Fault wanted)
        => Assert.Equal(wanted, (await Assert.ThrowsAsync<InstrumentFaultException>(() => ReadAsync(framing, command, bytes))).Fault);

    [Fact]
    public async Task Read_ACommandWithoutAnAnswer_WaitsForNothing() => Assert.Empty((await ReadAsync("{}", "{request: A}", "")).Lines);

    private static async Task<LineAnswer> ReadAsync(string framing, string command, string bytes)
    {
        ProtocolDefinition protocol = ProtocolDefinition.Parse(
            $"name: t\nframing: {framing}\nerrors: {Errors}\ncommands:\n  it: {command}\n  ask: {{request: P, reply: '{{x:int}}'}}\nresynchronise: {{probe: ask}}\n", "t.yaml");
        await using var receiver = new LineReceiver(new FedLink(Encoding.Latin1.GetBytes(bytes)), protocol.Framing, PatientTime.Instance);
        return await new LineReading(protocol, protocol.Commands["it"], "A", "fed", TimeSpan.FromSeconds(10), receiver, PatientTime.Instance).ReadAsync(Token);
    }
}
