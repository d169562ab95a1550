using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.Xl30;

/// <summary>One connection to an XL microscope and what it said of itself.</summary>
internal sealed class Xl30Session : IAsyncDisposable
{
    private Xl30Session(Xl30Line line, string link, InstrumentIdentity identity) => (Line, Link, Identity) = (line, link, identity);

    public Xl30Line Line { get; }

    public string Link { get; }

    public InstrumentIdentity Identity { get; }

    public static async Task<Xl30Session> OpenAsync(Xl30Settings settings, IWireTap tap, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!(settings.FieldWidthConstantMm > 0) || !(settings.LongestStepMm > 0) || !(settings.LongestStepDeg > 0))
            throw new InputException("the field width constant and the longest steps have to be greater than 0", settings.Name, "Correct them in config/instruments");
        IByteLink bare = settings.SerialPort is { } port
            ? SerialLink.Open(port, settings.BaudRate)
            : await TcpLink.ConnectAsync(settings.Host, settings.TcpPort, settings.ConnectTimeout, time, cancellationToken).ConfigureAwait(false);
        IByteLink link = tap.Listen(bare, "control");
        var line = new Xl30Line(link, settings, time);
        try
        {
            (ushort type, ushort serial) = await line.AskAsync(
                Xl30Message.Ask(Xl30Opcode.GetIdentity), static answer => (answer.Word(0), answer.Word(1)), settings.AnswerTimeout, CancellationToken.None, cancellationToken).ConfigureAwait(false);
            string model = type is >= 2 and <= 4 ? $"XL{10 * type}" : FormattableString.Invariant($"XL of type {type}");
            return new Xl30Session(line, link.Name, new InstrumentIdentity(settings.Name, model, FormattableString.Invariant($"{serial}"), "", settings.IsSimulated));
        }
        catch
        {
            await line.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => Line.DisposeAsync();
}
