using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Twin.Servers.RemCon32;

/// <summary>
/// The twin behind the serial remote control of Zeiss SmartSEM: two lines for every request, the second one when the command has run. One request after the
/// other; only <c>ABO</c> is looked at while another one runs: it halts the stage at once and ends that command with error 611.
/// </summary>
/// <param name="microscope">The microscope.</param>
/// <param name="options">Manners.</param>
/// <param name="frameFolder">Where <c>FREC</c> puts its files; null for a microscope whose disk takes none.</param>
/// <remarks>Thread safety: all members; what was set is shared by all clients.</remarks>
public sealed class RemCon32Server(TwinMicroscope microscope, RemCon32Options options, string? frameFolder) : IWireServer
{
    private readonly RemCon32Commands _commands = new(microscope, new PhotoFolder(frameFolder), options);

    /// <inheritdoc/>
    public Task ServeAsync(IByteLink link, CancellationToken cancellationToken) => new RemCon32Session(link, microscope, _commands, options).RunAsync(cancellationToken);
}
