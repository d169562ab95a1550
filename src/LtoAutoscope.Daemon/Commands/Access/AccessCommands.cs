namespace LtoAutoscope.Daemon.Commands.Access;

/// <summary>Registers what administrators, and everybody on the own account, may ask for.</summary>
internal static class AccessCommands
{
    public static void Add(IServiceCollection services)
    {
        services.AddScoped<AccountCommands>();
        services.AddScoped<KeyCommands>();
        services.AddScoped<SessionCommands>();
        services.AddScoped<OwnAccountCommands>();
        services.AddScoped<BackupCommands>();
        services.AddScoped<AuditReader>();
        services.AddSingleton<AboutReader>();
    }
}
