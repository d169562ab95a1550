namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The form with which a diffraction pattern is sent: multipart/form-data.</summary>
internal sealed record XrdForm
{
    /// <summary>The pattern as .xy or CSV, at most 16 MiB.</summary>
    public required IFormFile File { get; init; }

    /// <summary>Wavelength, nm; default 0.154056 (Cu Kα₁).</summary>
    public double? WavelengthNm { get; init; }
}
