namespace LtoAutoscope.Daemon.Commands.Access;

/// <summary>A password that was made at random: shown once, stored nowhere.</summary>
/// <param name="Account">Whose it is.</param>
/// <param name="Password">The password; empty where the asker chose it.</param>
public sealed record NewPassword(AccountView Account, string Password);
