using LtoAutoscope.Daemon.Hosting.Tls;
using LtoAutoscope.Daemon.Web.Access.Configuration;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Hosting;

/// <summary>The stores of accounts, sessions and keys, and the certificate where an address speaks TLS.</summary>
internal static class AccessServices
{
    /// <exception cref="Domain.InputException">A given certificate cannot be read.</exception>
    public static void Add(WebApplicationBuilder builder, DataFolder data, AccessSettings access, Binding binding)
    {
        builder.Services.AddSingleton(services => new AccountStore(data, services.GetRequiredService<TimeProvider>(), new AccountPasswords(access.SignIn.HashIterations)));
        builder.Services.AddSingleton(services => new SessionStore(data, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(services => new ApiKeyStore(data, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<AccountStore>()));
        builder.Services.AddHostedService<AuditInboxService>();
        if (!binding.HasTls) return;
        var certificates = new ServerCertificates(data, access.Certificate, () => MachineNames.Of([.. access.HostNames, .. binding.Hosts]), TimeProvider.System);
        builder.Services.AddSingleton(certificates);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificateSelector = (_, _) => certificates.Current()));
    }
}
