namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The key of a second factor that is being set up.</summary>
/// <param name="Key">The key in base 32, to type into the phone.</param>
/// <param name="Address">The same as an address that a phone's app reads from a QR code.</param>
public sealed record SecondFactorKey(string Key, string Address);
