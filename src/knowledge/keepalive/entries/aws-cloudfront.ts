import type { KeepAliveEntry } from '../entry.ts';

export const awsCloudfront: KeepAliveEntry = {
  id: 'aws-cloudfront',
  name: 'AWS CloudFront to its origin',
  role: 'client',
  aliases: ['cloudfront'],
  checked: '2026-11-22',
  client: {
    idle: [{ value: 5_000 }],
    key: 'OriginKeepaliveTimeout (1 to 120)',
    confidence: 'document',
    sources: [
      { title: 'CustomOriginConfig: OriginKeepaliveTimeout', url: 'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CustomOriginConfig.html' },
    ],
  },
};
