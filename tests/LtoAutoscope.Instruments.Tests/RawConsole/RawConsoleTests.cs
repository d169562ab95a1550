using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.RawConsole;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Instruments.Tests.Bench;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Twin;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.RawConsole;

public sealed class RawConsoleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("pi", "RBT", true)]
    [InlineData("pi", " rbt", true)]
    [InlineData("pi", "1 MOV 1 5", true)]
    [InlineData("pi", "MOV? 1", false)]
    [InlineData("pi", "*IDN?", false)]
    [InlineData("grbl", "$RST=*", true)]
    [InlineData("grbl", "$rst=$", true)]
    [InlineData("grbl", "G1 X5 F100", true)]
    [InlineData("grbl", "$J=G91 X1 F10", true)]
    [InlineData("grbl", "g0x1", true)]
    [InlineData("grbl", "$$", false)]
    [InlineData("remcon32", "bmon 0", true)]
    [InlineData("remcon32", "C95 1 1 1 0 0 0", true)]
    [InlineData("remcon32", "C95?", false)]
    [InlineData("remcon32", "ABO", false)]
    [InlineData("tango", "!moa 1 2", true)]
    [InlineData("tango", "?pos", false)]
    [InlineData("corvus", "1 2 move", true)]
    [InlineData("corvus", "version", false)]
    [InlineData("smaract-cu", ":MPA0P5H1000", true)]
    [InlineData("smaract-cu", ":GP0", false)]
    [InlineData("prior", "G,1,2", true)]
    [InlineData("prior", "PX", false)]
    [InlineData("prior", "PX,0", true)]
    public void WhyForbiddenInConsole_Text_RefusesWhatMovesOrResets(string protocol, string text, bool forbidden)
        => Assert.Equal(forbidden, ProtocolLibrary.Load(protocol).WhyForbiddenInConsole(text) is not null);

    [Fact]
    public void SharkSemForbidden_QuestionsPassAndWhatMovesDoesNot()
    {
        string[] free = ["TcpGetVersion", "StgGetPosition", "StgIsBusy", "StgStop", "HVGetBeam", "HVEnumIndexes", "HVBeamOff", "VacGetStatus", "GetWD", "GUIGetScanning", "ScStopScan"];
        string[] forbidden = ["VacVent", "VACVENT", "VacPump", "StgMove", "StgMoveTo", "StgCalibrate", "StgSetSomething", "HVAutoHeat", "HVBeamOn", "HVSetVoltage", "ScScanXY", "GUISetScanning", "AutoWD"];
        Assert.All(free, function => Assert.Null(SharkSemForbidden.Why(function, [])));
        Assert.All(forbidden, function => Assert.NotNull(SharkSemForbidden.Why(function, [])));
        Assert.Null(SharkSemForbidden.Why("ScSetBlanker", ["i:0", "i:1"]));
        Assert.NotNull(SharkSemForbidden.Why("ScSetBlanker", ["i:0", "i:2"]));
        Assert.NotNull(SharkSemForbidden.Why("ScSetBlanker", []));
    }

    [Fact]
    public async Task SharkSemConsole_AgainstTheTwin_AnswersWithTypesAndNeverSendsTheForbidden()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        int port = bench.Twin.SharkSem.Port;
        await using SharkSemConsole console = await SharkSemConsole.ConnectAsync(
            new SharkSemSettings { Port = port, AnswerTimeout = TimeSpan.FromSeconds(5) }, IWireTap.None, PatientTime.Instance, NullLoggerFactory.Instance, Token);
        Assert.Equal("s:\"2.0.25\"", await console.ExchangeAsync("TcpGetVersion", Token));
        Assert.Equal("i:0", await console.ExchangeAsync("StgIsBusy", Token));
        Assert.Equal("f:0 f:0", await console.ExchangeAsync("GetCentering i:3", Token));
        Assert.Equal("done, no result", await console.ExchangeAsync("ScSetBlanker i:0 i:1", Token));
        await Assert.ThrowsAsync<InputException>(() => console.ExchangeAsync("StgMoveTo f:5", Token));
        await Assert.ThrowsAsync<InputException>(() => console.ExchangeAsync("GetCentering 3", Token));
        await Assert.ThrowsAsync<InputException>(() => console.ExchangeAsync("A-name-that-is-none", Token));
        Assert.Equal(0, bench.Twin.Microscope.Stage.True.XMm, 0.01);
    }

    [Fact]
    public async Task LineConsole_AgainstThePriorTwin_AnswersAndRefusesMovesAndHiddenCommands()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Pseudo-terminals are to be had on Linux only.");
        await using TwinHost twin = await TwinHost.StartAsync(
            new TwinOptions { Servers = [new TwinServer("prior", null)] }, new BlobWorld(), PatientTime.Instance, NullLoggerFactory.Instance, Token);
        await using var console = new LineConsole(SerialLink.Open(twin.Endpoints["prior"], 9600), ProtocolLibrary.Load("prior") with { AnswerTimeout = TimeSpan.FromSeconds(10) }, PatientTime.Instance);
        Assert.Equal("0", await console.ExchangeAsync("PX", Token));
        Assert.Equal("R", await console.ExchangeAsync("K", Token));
        string[] refused = ["G,100,100", "g,100,100", " GR,1,1", "U,5", "SIS", "PS,0,0", "PX,0", "COMP 1", "PX\rG,1,1"];
        foreach (string text in refused) await Assert.ThrowsAsync<InputException>(() => console.ExchangeAsync(text, Token));
    }

    [Fact]
    public async Task LineConsole_SilentLine_TimesOut()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Pseudo-terminals are to be had on Linux only.");
            return;
        }

        using var terminal = LtoAutoscope.Twin.Servers.PseudoTerminal.Open();
        await using var console = new LineConsole(SerialLink.Open(terminal.Path, 9600), ProtocolLibrary.Load("prior") with { AnswerTimeout = TimeSpan.FromMilliseconds(100) }, PatientTime.Instance);
        Assert.Equal(Fault.AnswerTimeout, (await Assert.ThrowsAsync<InstrumentFaultException>(() => console.ExchangeAsync("PX", Token))).Fault);
    }
}
