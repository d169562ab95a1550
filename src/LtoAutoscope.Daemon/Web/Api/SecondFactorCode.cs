namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A code that the phone shows.</summary>
/// <param name="Code">Six digits.</param>
public sealed record SecondFactorCode(string Code);
