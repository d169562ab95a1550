namespace LtoAutoscope.Daemon.Alerts.Channels;

/// <summary>A picture that shows what happened.</summary>
/// <param name="Name">File name.</param>
/// <param name="MediaType"><c>image/png</c> or <c>image/jpeg</c>.</param>
/// <param name="Bytes">The file.</param>
/// <param name="Link">Where it can be looked at after signing in, or null.</param>
internal sealed record AlertPicture(string Name, string MediaType, byte[] Bytes, string? Link);
