namespace LtoAutoscope.Twin.Servers;

/// <summary>An input channel of one client.</summary>
/// <param name="IsEnabled">Whether its pixels are sent.</param>
/// <param name="BitsPerPixel">8 or 16.</param>
internal readonly record struct SharkSemChannel(bool IsEnabled, int BitsPerPixel);
