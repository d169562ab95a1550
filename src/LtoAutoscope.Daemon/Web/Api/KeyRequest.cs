using LtoAutoscope.Storage.Accounts;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A new key.</summary>
/// <param name="Account">In whose name it acts; empty for the own account.</param>
/// <param name="Scope">How far it reaches: read, queue, operate or full.</param>
/// <param name="Note">What it is for, at most 200 characters.</param>
/// <param name="Days">For how many days it is good, 1…3650.</param>
public sealed record KeyRequest(string? Account = null, string Scope = "read", string Note = "", int Days = ApiKeyStore.DefaultDays);
