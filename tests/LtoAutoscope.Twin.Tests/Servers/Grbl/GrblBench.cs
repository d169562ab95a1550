using System.Text;
using LtoAutoscope.Twin.Servers.Grbl;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Twin.Tests.Servers.Grbl;

/// <summary>A controller without a wire, on a clock that stands still unless it is moved.</summary>
internal sealed class GrblBench
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);
    private readonly FakeTimeProvider _time = new();
    private readonly StringBuilder _told = new();
    private readonly GrblClient _client;

    public GrblBench(GrblOptions? options = null)
    {
        Microscope = new TwinMicroscope(new TwinOptions { Stage = WireClient.ExactStage }, new FlatWorld(), _time);
        Controller = new GrblController(Microscope.Stage, Microscope.Clock, options ?? new GrblOptions());
        _client = new GrblClient(text => _told.Append(text));
        Controller.Connect(_client);
    }

    public TwinMicroscope Microscope { get; }

    public GrblController Controller { get; }

    public void Send(string text) => Controller.Receive(Encoding.Latin1.GetBytes(text), _client);

    public void Wait(double seconds)
    {
        for (double passed = 0; passed < seconds; passed += Step.TotalSeconds)
        {
            _time.Advance(Step);
            Controller.Pump();
        }
    }

    public string Take()
    {
        string told = _told.ToString();
        _told.Clear();
        return told;
    }
}
